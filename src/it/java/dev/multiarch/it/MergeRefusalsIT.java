package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a merge refuses, and that the tag stays where it was. */
class MergeRefusalsIT extends InProject {
    @Test
    void aLegTakenAwayStopsTheMerge() throws IOException {
        line.tagged("linux/amd64,linux/arm64");
        String before = line.digest("1.0");
        line.plannedAndBuilt("linux/amd64", "linux/arm64");
        line.delete("linux-arm64");

        assertThat(here.run("merge", "--tag", "1.0"))
                .exitCode(1)
                .stderrContains("linux/arm64: planned, but there is no record of it");
        assertThat(line.digest("1.0")).isEqualTo(before);
    }

    @Test
    void aLegTooManyStopsTheMerge() throws IOException {
        line.plannedAndBuilt("linux/amd64", "linux/arm64");
        String plan = Files.readString(folder.resolve(".multiarch/plan.json"));
        String without = plan.replaceAll("(?s),\\s*\\{[^{}]*linux/arm64[^{}]*}", "");
        Files.writeString(folder.resolve(".multiarch/plan.json"), without);

        assertThat(here.run("merge", "--tag", "1.0"))
                .exitCode(1)
                .stderrContains("linux/arm64: there is a record of it, but plan p1 has only linux/amd64");
        line.noTag("1.0");
    }

    @Test
    void aLegOfAnotherPlanStopsTheMerge() throws IOException {
        line.plannedAndBuilt("linux/amd64");
        Path record = line.records().get(0);
        Files.writeString(record, Files.readString(record).replaceAll("\"plan\" : \"p1\"", "\"plan\" : \"p2\""));

        assertThat(here.run("merge", "--tag", "1.0")).exitCode(1).stderrContains("linux/amd64", "p2");
        line.noTag("1.0");
    }

    @Test
    void aLegWhoseConfigLiesStopsTheMerge() throws IOException {
        line.tagged("linux/amd64,linux/arm64");
        String before = line.digest("1.0");
        line.plannedAndBuilt("linux/amd64", "linux/arm64");
        Path record = line.records().stream()
                .filter(file -> file.toString().contains("linux-arm64"))
                .findFirst()
                .orElseThrow();
        String lie = lie();
        Files.writeString(record, Files.readString(record).replaceAll("sha256:[0-9a-f]{64}", lie));

        assertThat(here.run("merge", "--tag", "1.0"))
                .exitCode(1)
                .stderrContains("linux/arm64", "its config says linux/amd64, expected linux/arm64");
        assertThat(line.digest("1.0")).isEqualTo(before);
    }

    @Test
    void aPolicyThatFailsLeavesTheTagWhereItWas() throws IOException {
        line.tagged("linux/amd64,linux/arm64");
        String before = line.digest("1.0");
        line.plannedAndBuilt("linux/amd64", "linux/arm64");

        assertThat(here.run("merge", "--tag", "1.0", "--require", "linux/riscv64"))
                .exitCode(1)
                .stdoutContains("image.platforms.required", "linux/riscv64", "no tag was moved");
        assertThat(line.digest("1.0")).isEqualTo(before);
    }

    @Test
    void factsOfALegsOwnAreRefusedWhereverTheyComeFrom() throws IOException {
        String fact = "manifest-descriptor:dev.multiarch.host.binfmt-flags=F";
        line.plannedAndBuilt("linux/amd64");
        assertThat(here.run(
                        "build",
                        "--platform",
                        "linux/amd64",
                        "--builder",
                        stack.remoteBuilder(),
                        "--",
                        ".",
                        "--annotation",
                        fact))
                .exitCode(2)
                .stderrIsOneLineWith("annotation \"dev.multiarch.host.binfmt-flags\"", "Fix: choose another key");

        String output = "type=image,name=" + project.image() + ",push-by-digest=true,name-canonical=true,push=true";
        assertThat(here.program(
                        "docker",
                        "buildx",
                        "build",
                        "--platform",
                        "linux/amd64",
                        "--builder",
                        stack.remoteBuilder(),
                        "--output",
                        output,
                        "--metadata-file",
                        "m.json",
                        "--annotation",
                        fact,
                        "."))
                .exitCode(0);
        recordAsLeg(digestIn(Files.readString(folder.resolve("m.json")), "containerimage.digest"));
        assertThat(here.run("merge", "--tag", "1.0"))
                .exitCode(1)
                .stderrContains("linux/amd64", "the annotation dev.multiarch.host.binfmt-flags");
        line.noTag("1.0");
    }

    /** Puts what somebody else pushed into the one record of a leg. */
    private void recordAsLeg(String leg) throws IOException {
        Transcript image = here.program("crane", "digest", "--platform", "linux/amd64", project.image() + "@" + leg);
        assertThat(image).exitCode(0);
        Path record = line.records().get(0);
        String text = Files.readString(record);
        Files.writeString(
                record,
                text.replace(digestIn(text, "leg"), leg)
                        .replace(digestIn(text, "digest"), image.out().strip()));
    }

    private static String digestIn(String json, String key) {
        return json.replaceAll("(?s).*\"" + key + "\"\\s*:\\s*\"(sha256:[0-9a-f]{64})\".*", "$1");
    }

    /** An arm64 image whose config says amd64. */
    private String lie() {
        Transcript leg = here.program("crane", "digest", "--platform", "linux/arm64", project.image() + ":1.0");
        assertThat(leg).exitCode(0);
        String image = project.image() + "@" + leg.out().strip();
        Transcript mutated =
                here.program("crane", "mutate", "--set-platform", "linux/amd64", "-t", project.image() + ":lie", image);
        assertThat(mutated).exitCode(0);
        return line.digest("lie");
    }
}

package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.plan.Plan;
import dev.multiarch.plan.PlanRequest;
import dev.multiarch.plan.RunnerMap;
import dev.multiarch.publish.LegImage;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * How often a merge of eight images waits for a registry far away before it writes: that one answers nothing until eight
 * requests wait for it. Commands are printed in place of writing, which reads the same.
 */
class MergeTurnsTest extends WithFarRegistry {
    private Transcript print(String... more) {
        List<String> words = new ArrayList<>(List.of("merge", "--print-commands", "imagetools", "--tag", "new"));
        words.addAll(more.length == 0 ? List.of() : List.of("--image", app.name()));
        words.addAll(List.of(more));
        return commands.in(folder).run(words.toArray(String[]::new));
    }

    private void readsInRounds(int rounds, int requests, String... more) {
        server.answerTogether(ARCHITECTURES.size());
        assertThat(print(more)).exitCode(0);
        assertThat(server.rounds()).isEqualTo(rounds);
        assertThat(server.lines()).hasSize(requests).doesNotHaveDuplicates();
    }

    /** With a record of each leg. */
    private void plan(List<Digest> legs) throws Exception {
        Plan plan = new PlanRequest(
                        app.name(),
                        ARCHITECTURES.stream().map("linux/"::concat).toList(),
                        RunnerMap.DEFAULT,
                        Optional.of("p"),
                        Optional.empty(),
                        List.of())
                .plan(Map.of(), Instant.EPOCH);
        Files.createDirectories(folder.resolve(".multiarch"));
        Files.write(folder.resolve(".multiarch/plan.json"), plan.write());
        for (Platform platform : plan.platforms()) {
            Digest image = legs.get(ARCHITECTURES.indexOf(platform.architecture()));
            BuildRecord leg = LegImage.record(plan, platform, image);
            Path file = folder.resolve(".multiarch/records").resolve(leg.key());
            Files.createDirectories(file.getParent());
            Files.write(file, leg.write());
        }
    }

    @Test
    void legs() throws Exception {
        plan(images().stream().map(MergeTurnsTest::digest).toList());
        readsInRounds(2, 16); // manifests, configs
    }

    @Test
    void imagesThatAreNamed() {
        String from = images().stream()
                .map(image -> app.with(digest(image)).toString())
                .collect(Collectors.joining(","));
        readsInRounds(2, 16, "--from", from);
    }

    @Test
    void anIndexWhoseImagesAreTaken() {
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(images().toArray(String[]::new)));
        readsInRounds(2, 17, "--from", app.withTag("1").toString());
    }

    @Test
    void indexesOfOneImageEach() {
        String from = images().stream()
                .map(image -> app.with(digest(shelf.index(image))).toString())
                .collect(Collectors.joining(","));
        readsInRounds(3, 24, "--from", from);
    }

    @Test
    void tagsThatAreNamed() {
        List<String> from = new ArrayList<>();
        for (String architecture : ARCHITECTURES) {
            Digest image = digest(shelf.image("linux", architecture));
            together("GET", architecture, Reply.status(307).with("Location", "/v2/app/manifests/" + image));
            from.add(app.withTag(architecture).toString());
        }
        assertThat(print("--from", String.join(",", from))).exitCode(0);
    }

    /** Which nothing before asks for. */
    @Test
    void attestationsOfImagesThatAreCopied() {
        List<String> entries = new ArrayList<>();
        for (String image : images()) {
            String of = "\"annotations\": {\"vnd.docker.reference.type\": \"attestation-manifest\","
                    + " \"vnd.docker.reference.digest\": \"" + digest(image) + "\"}";
            String attestation = "{\"schemaVersion\": 2, \"config\": "
                    + ServedImages.descriptor(MediaTypes.OCI_CONFIG, Sample.bytes("{}")) + ", \"layers\": [], " + of
                    + "}";
            String entry = shelf.manifest(MediaTypes.OCI_MANIFEST, attestation);
            together(
                    "GET",
                    digest(entry).toString(),
                    Reply.document(MediaTypes.OCI_MANIFEST, Sample.bytes(attestation)));
            entries.addAll(List.of(image, ServedImages.on(entry, "unknown/unknown", ", " + of)));
        }
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(entries.toArray(String[]::new)));
        commands.in(folder)
                .run(
                        "merge",
                        "--image",
                        server.host() + "/other",
                        "--from",
                        app.withTag("1").toString(),
                        "--tag",
                        "1",
                        "--engine",
                        "native")
                .assertThat()
                .exitCode(4) // it can't be written there
                .stderrContains("copying 16 manifests from " + app.name());
    }

    /** Whichever is known first. */
    @Test
    void failuresAndRemarksComeInTheOrderOfTheSources() {
        List<String> names = new ArrayList<>();
        for (String image : images()) {
            names.add(app.with(digest(shelf.index(image.replaceFirst(
                            "}$", ", \"annotations\": {\"dev.multiarch.x\": \"" + names.size() + "\"}}"))))
                    .toString());
        }
        String none = app.with(Digest.of(Sample.bytes("none"))).toString();
        String chart = app.with(digest(shelf.index())).toString();
        String nested =
                app.with(digest(shelf.index(shelf.index(images().get(0))))).toString();
        Transcript refused = print("--from", chart + "," + String.join(",", names) + "," + nested);
        assertThat(refused)
                .exitCode(1)
                .stderrContains(chart + " (", "it has no entries", nested + " (", "it holds another index");
        assertThat(print(
                        "--from",
                        String.join(",", names.subList(0, 2)) + "," + none + "," + nested + "," + names.get(2)))
                .exitCode(3)
                .stderrContains(
                        "reading " + names.get(2) + "\n" + remark(names.get(0)) + remark(names.get(1)) + "error: ")
                .stderrDoesNotContain(remark(names.get(2)));
    }

    private static String remark(String name) {
        return name
                + ": annotations dev.multiarch.* of 1 entries are left out: only --keep-from and --append keep them\n";
    }
}

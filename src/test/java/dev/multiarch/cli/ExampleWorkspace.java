package dev.multiarch.cli;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.github.ApiServer;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.layers.TarBytes;
import dev.multiarch.publish.OtherImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the examples of the help speak of, so that each can be run as it stands: the images in a registry on this machine, the
 * files in a folder, and stand-ins for the programs. Only names of hosts, ports and digests are others.
 */
final class ExampleWorkspace implements AutoCloseable {
    private static final String HEAD = "6dcb09b5b57875f334f61aebed695e2e4193db5e";
    private static final String POLICY = """
            apiVersion: multiarch/v1
            kind: Policy
            name: release
            image: {config-match: true, platforms: {required: [linux/amd64]}}
            """;
    private static final String NODES = """
            echo '{"kind": "List", "items": [{"kind": "Node", "metadata": {"name": "a"}, "status": {"nodeInfo":
              {"architecture": "arm64", "operatingSystem": "linux", "kernelVersion": "6.8"}}}]}'
            """;

    private final Path folder;
    private final Path unpushed;
    final OtherImages images = new OtherImages();
    private final ApiServer github = ApiServer.start();
    private final Commands commands;
    private final FakeBuilder builder;
    private final Path programs;

    ExampleWorkspace(Path parent, Commands commands) throws Exception {
        this.folder = Files.createDirectories(parent.resolve("work"));
        this.unpushed = parent.resolve("unpushed");
        this.commands = commands;
        builder = FakeBuilder.in(parent, "linux/amd64", "linux/arm64", "linux/arm/v7");
        builder.pushAll(images.client, images.ref("app"));
        programs = FakePrograms.in(parent.resolve("shell"))
                .with("multiarch", "exec " + quoted(Commands.command()) + " \"$@\"")
                .with("kubectl", NODES)
                .folder();
        github.state.pull(12, "org/app", "feature", HEAD);
        images();
        files(parent);
    }

    private void images() throws Exception {
        for (String name : List.of("alpine:3.22", "app:nightly")) {
            images.attested(name, "linux/amd64", "linux/arm64");
        }
        images.image("app:1.2-amd64", "linux/amd64");
        images.attested("far/app:1.2", "linux/amd64", "linux/arm64");
    }

    private void files(Path parent) throws Exception {
        Path other = Files.createDirectories(parent.resolve("other"));
        images.planned(other, "other", "linux/amd64", "linux/arm64", "linux/arm/v7");
        Files.move(other.resolve(".multiarch/plan.json"), folder.resolve("plan.json"));
        Files.move(other.resolve(".multiarch/records"), folder.resolve("records"));
        images.planned(folder, "usual", "linux/amd64", "linux/arm64");
        write("Dockerfile", "FROM scratch\n");
        write("deploy/Dockerfile", "FROM scratch\n");
        write("release.yaml", POLICY);
        write("images.txt", ref("1.2") + " # shipped\n");
        write("build.log", "exec /bin/sh: exec format error\n");
        write("policies/tests/case.yaml", caseOfTheHelp());
        event();
        done("merge", "--tag", "1.2,latest,1,v1.0,v1.1", "--policy", "release.yaml", "--report", "json=verdict.json");
        for (String name : List.of("app", "worker")) {
            write(name + ".yaml", POLICY.replace("name: release", "name: " + name));
            done("verify-index", ref("1.2"), "--policy", name + ".yaml", "--report", "json=" + name + ".json");
        }
        unpushed();
        Files.write(folder.resolve("image.tar"), archive(unpushed.resolve(".multiarch/layout")));
        Transcript facts = here("doctor").run("doctor", "--format", "json", "--output", "host.json");
        facts.looked().set(true); // what this machine lacks is not a matter here
    }

    /** Legs that were pushed make no layout: a merge that pushes nothing goes on from those that were not. */
    private void unpushed() throws IOException {
        Files.createDirectories(unpushed);
        Files.writeString(unpushed.resolve("Dockerfile"), "FROM scratch\n");
        String both = "linux/amd64,linux/arm64";
        Commands there = here("ship").in(unpushed);
        done(there.run("ship", "--image", images.ref("app").name(), "--platforms", both, "--no-push", "--", "."));
    }

    /** The case that the help of {@code policy} shows, next to the policy that it names. */
    private static String caseOfTheHelp() {
        return HelpExample.help("policy", "--help")
                .lines()
                .dropWhile(line -> !line.startsWith("    policy: "))
                .map(line -> line.replaceFirst("^ {4}", "").replace("../release.yaml", "../../release.yaml"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private void event() throws IOException {
        write("event.json", """
                {"pull_request": {"number": 12, "head": {"sha": "%s", "repo": {"full_name": "org/app"}},
                 "base": {"repo": {"full_name": "org/app"}}}}
                """.formatted(HEAD));
    }

    private static byte[] archive(Path layout) throws IOException {
        var tar = new TarBytes();
        try (Stream<Path> files = Files.walk(layout)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                tar.file(layout.relativize(file).toString(), 0644, Files.readAllBytes(file));
            }
        }
        return tar.bytes();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String ref(String tag) {
        return images.ref("app:" + tag).toString();
    }

    private void done(String... words) {
        done(here(words[0]).run(words));
    }

    private static void done(Transcript done) {
        if (done.exit() != 0) {
            throw new AssertionError(done);
        }
        done.looked().set(true);
    }

    /** Where there is a docker, its builder makes the index: only what builds gets one that builds. */
    private Commands here(String command) {
        boolean builds = List.of("build", "ship").contains(command) || command.equals("doctor");
        String path = (builds ? builder.folder() + ":" : "") + programs + ":/usr/bin:/bin";
        return commands.in(folder)
                .with("PATH", path)
                .with("HOME", folder.toString())
                .with("GITHUB_TOKEN", ApiServer.TOKEN)
                .with("GITHUB_API_URL", github.url())
                .with("GITHUB_REPOSITORY", "org/app")
                .with("GITHUB_SHA", HEAD)
                .with("GITHUB_EVENT_NAME", "pull_request")
                .with("GITHUB_EVENT_PATH", folder.resolve("event.json").toString());
    }

    /** With the names that there are here. */
    HelpExample onThisMachine(HelpExample example) throws Exception {
        Map<String, String> others = Map.of(
                "ghcr.io/org/app", images.ref("app").name(),
                "ghcr.io/org/records", images.ref("records").name(),
                "ghcr.io/org/scratch", images.ref("scratch").name(),
                "quay.io/org/app", images.ref("far/app").name(),
                "localhost:5000/app", images.ref("app").name(),
                " alpine:3.22", " " + images.ref("alpine:3.22"),
                "sha256:…", images.digest("app:1.2").toString(),
                "--port 5000", "--port 0");
        HelpExample here = example.replace("--digest sha256:…", "--digest " + arm64());
        for (var other : others.entrySet()) {
            here = here.replace(other.getKey(), other.getValue());
        }
        if (example.line().startsWith("multiarch registry") && !example.line().contains("--port")) {
            return here.replace("multiarch registry", "multiarch registry --port 0"); // the usual one may be taken
        }
        // imagetools would make the index of a ship, and is a stand-in here that makes none.
        return example.line().startsWith("multiarch ship") ? here.replace(" -- ", " --engine native -- ") : here;
    }

    /** The image of one platform. */
    private Digest arm64() throws Exception {
        byte[] index = images.client.manifest(images.ref("app:1.2")).bytes();
        return Index.parse(index, "app:1.2").images().stream()
                .filter(image -> image.platformText().equals("linux/arm64"))
                .findFirst()
                .orElseThrow()
                .digest();
    }

    /** Of two indexes of the same second chance says which is the newer, and tags point to one of this workspace's. */
    private static void nextSecond() throws InterruptedException {
        Thread.sleep(1000 - System.currentTimeMillis() % 1000);
    }

    Transcript run(HelpExample example) throws InterruptedException {
        if (example.line().matches(".*\\bmultiarch (merge|ship) .*")) {
            nextSecond();
        }
        if (example.needsAShell()) {
            return here("").in(where(example)).program("bash", "-euo", "pipefail", "-c", example.line());
        }
        List<String> words = example.words();
        List<String> own = words.subList(1, words.size());
        return here(own.get(0)).in(where(example)).run(own.toArray(String[]::new));
    }

    private Path where(HelpExample example) {
        if (example.line().startsWith("multiarch merge --image")) {
            return programs; // for where there is no plan
        }
        return example.line().startsWith("multiarch merge --no-push") ? unpushed : folder;
    }

    /** Which runs until somebody ends it. */
    Process start(HelpExample example) throws IOException {
        List<String> words = example.words();
        return Commands.process(Commands.command(words.subList(1, words.size()).toArray(String[]::new)))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        images.close();
        github.close();
    }
}

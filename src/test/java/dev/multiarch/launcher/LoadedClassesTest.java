package dev.multiarch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each class that is loaded is paid for by each call: what verify-index has no use for, it may not load. */
class LoadedClassesTest {
    private static final Pattern LOADED = Pattern.compile("\\] ([\\w.$]+)\\.[\\w$]+(?:/0x[0-9a-f]+)? source: ");

    /** Our packages and the libraries', as verify-index loads them to judge documents. */
    private static final Set<String> MAY = Set.of(
            "com.fasterxml.jackson.core",
            "com.fasterxml.jackson.dataformat.yaml",
            "dev.multiarch.cli",
            "dev.multiarch.concurrent",
            "dev.multiarch.host",
            "dev.multiarch.image",
            "dev.multiarch.fact",
            "dev.multiarch.json",
            "dev.multiarch.step",
            "dev.multiarch.text",
            "dev.multiarch.verify",
            "dev.multiarch.policy",
            "dev.multiarch.process",
            "dev.multiarch.record",
            "dev.multiarch.signature",
            "dev.multiarch.registry",
            "dev.multiarch.report",
            "org.yaml.snakeyaml",
            "picocli");

    /**
     * Of the JDK what is large, and belongs to something that a plain http registry does not need. What puts together how
     * records are compared and hashed (java.lang.runtime) takes 4 ms for each of them.
     */
    private static final List<String> MAY_NOT = List.of(
            "java.lang.runtime",
            "java.net.http",
            "sun.security.ssl",
            "java.util.logging",
            "java.awt",
            "java.rmi",
            "javax.xml",
            "com.sun.net.httpserver",
            "sun.util.resources");

    private static final List<String> ONLY_WHERE_ASKED = List.of(
            "dev.multiarch.image.layers",
            "dev.multiarch.registry.embedded",
            "dev.multiarch.demo",
            "dev.multiarch.cli.action",
            "dev.multiarch.cli.doctor",
            "dev.multiarch.github",
            "org.kohsuke",
            "org.apache.commons",
            "com.fasterxml.jackson.databind",
            "com.fasterxml.jackson.annotation",
            "com.google",
            "com.github.luben");

    private static final List<String> GOOGLES = List.of("com.google", "dev.multiarch.record.google", "io.grpc");

    @TempDir
    Path folder;

    private Process demo;
    private String image;

    /** The demo's image, judged from a separate process. */
    @BeforeEach
    void demo() throws IOException {
        demo = Commands.process(Commands.command("demo", "--keep"))
                .redirectErrorStream(true)
                .start();
        var out = new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8));
        String line = out.lines()
                .filter(text -> text.contains("verify-index 127"))
                .findFirst()
                .orElseThrow();
        image = line.strip().split(" ")[2];
    }

    @AfterEach
    void stop() throws InterruptedException {
        demo.destroy();
        demo.waitFor();
    }

    @Test
    void documentsTakeTheReadersAndTheRulesAlone() throws Exception {
        Path policy = Files.writeString(folder.resolve("documents.yaml"), """
                apiVersion: multiarch/v1
                kind: Policy
                name: documents
                image: {config-match: true, platforms: {unique: true}}
                """);
        Set<String> packages = packages("verify-index", image, "--policy", policy.toString());
        assertThat(ours(packages)).isSubsetOf(MAY).contains("dev.multiarch.registry", "dev.multiarch.policy");
        assertThat(packages).noneMatch(name -> starts(name, MAY_NOT)).noneMatch(name -> starts(name, ONLY_WHERE_ASKED));
    }

    @Test
    void layersTakeTheirReaderAndZstdOnlyForZstd() throws Exception {
        Set<String> packages = packages("verify-index", image);
        assertThat(packages)
                .contains("dev.multiarch.image.layers")
                .noneMatch(name -> starts(name, MAY_NOT))
                .noneMatch(name -> starts(name, ONLY_WHERE_ASKED.subList(1, ONLY_WHERE_ASKED.size())));
    }

    /** Neither Google's classes nor ours that call them, though the jar is there. */
    @Test
    void onlyAPlaceInGsLoadsGooglesLibrary() throws Exception {
        assertThat(packages(
                        "doctor",
                        "--format",
                        "json",
                        "--output",
                        folder.resolve("facts.json").toString()))
                .contains("dev.multiarch.cli.doctor")
                .noneMatch(name -> starts(name, GOOGLES));
        assertThat(packages("verify-index", image, "--records", folder.toString()))
                .contains("dev.multiarch.record")
                .noneMatch(name -> starts(name, GOOGLES));
    }

    private Set<String> packages(String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("loaded.log");
        List<String> words = new ArrayList<>(Commands.command(arguments));
        words.add(1, "-Xlog:class+load:file=" + log);
        Process verify = Commands.process(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        assertThat(verify.waitFor())
                .as(Files.readString(folder.resolve("out")))
                .isIn(0, 1, 3); // judged, however this host is
        Set<String> packages = new TreeSet<>();
        try (Stream<String> lines = Files.lines(log)) {
            lines.map(LOADED::matcher).filter(Matcher::find).forEach(found -> packages.add(found.group(1)));
        }
        return packages;
    }

    private static Set<String> ours(Set<String> packages) {
        Set<String> ours = new TreeSet<>();
        for (String name : packages) {
            if (starts(
                    name,
                    List.of("dev.multiarch", "com.fasterxml", "org.yaml", "org.kohsuke", "picocli", "com.github"))) {
                ours.add(MAY.stream()
                        .filter(may -> starts(name, List.of(may)))
                        .findFirst()
                        .orElse(name));
            }
        }
        return ours;
    }

    private static boolean starts(String name, List<String> packages) {
        return packages.stream().anyMatch(start -> name.equals(start) || name.startsWith(start + "."));
    }
}

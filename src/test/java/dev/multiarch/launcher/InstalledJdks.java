package dev.multiarch.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Java homes on this machine that the launcher may take. */
final class InstalledJdks {
    private InstalledJdks() {}

    /** Those of distributions, and the runtime of Java 21 that .ci/stack brings. */
    static List<Path> all() throws IOException {
        String java21 = System.getenv().getOrDefault("MULTIARCH_IT_JAVA21", "");
        Path folder = Path.of("/usr/lib/jvm");
        try (Stream<Path> homes = Files.isDirectory(folder) ? Files.list(folder) : Stream.of()) {
            Path own = Path.of(System.getProperty("java.home")).toRealPath();
            List<Path> jdks = Stream.concat(
                            Stream.of(own),
                            homes.filter(home -> Files.isExecutable(home.resolve("bin/jar")))
                                    .filter(home -> feature(home) >= 17)
                                    .filter(home -> !Files.isSymbolicLink(home) && !home.equals(own)))
                    .collect(Collectors.toCollection(ArrayList::new));
            if (!java21.isEmpty()) {
                jdks.add(Path.of(java21));
            }
            return jdks;
        }
    }

    /** The Java version that a home's release file names; 0 where there is no such file. */
    static int feature(Path home) {
        try {
            Matcher version =
                    Pattern.compile("JAVA_VERSION=\"(\\d+)").matcher(Files.readString(home.resolve("release")));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}

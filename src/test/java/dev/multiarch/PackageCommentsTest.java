package dev.multiarch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A package's comment that says what it imports, says exactly that. */
class PackageCommentsTest {
    private static final Path ROOT = Path.of("src/main/java/dev/multiarch");
    private static final Pattern CLAIM = Pattern.compile("Imports (nothing|only ([a-z., ]+?)) of this project\\.");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?dev\\.multiarch\\.([a-z.]+)\\.[A-Z]");

    static List<Path> claiming() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<Path> found = files.filter(file -> file.endsWith("package-info.java"))
                    .filter(file -> CLAIM.matcher(comment(file)).find())
                    .sorted()
                    .toList();
            assertThat(found).hasSizeGreaterThan(5);
            return found;
        }
    }

    @ParameterizedTest
    @MethodSource("claiming")
    void saysExactlyWhatIsImported(Path comment) throws IOException {
        Matcher claim = CLAIM.matcher(comment(comment));
        assertThat(claim.find()).isTrue();
        List<String> claimed =
                claim.group(2) == null ? List.of() : List.of(claim.group(2).split(", | and "));
        Set<String> imported = new TreeSet<>();
        try (Stream<Path> files = Files.list(comment.getParent())) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                IMPORT.matcher(Files.readString(file)).results().forEach(found -> imported.add(found.group(1)));
            }
        }
        imported.remove(ROOT.relativize(comment.getParent()).toString().replace('/', '.'));
        assertThat(imported).containsExactlyInAnyOrderElementsOf(claimed);
    }

    private static String comment(Path file) {
        try {
            return Files.readString(file).replaceAll("\\s+\\*?\\s*", " ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

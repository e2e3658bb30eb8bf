package dev.multiarch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference says what the code says. With {@code -Dmultiarch.docs=write} it is written rather than compared. */
class DocsReferenceTest {
    @Test
    void theReferenceIsWhatTheCodeSays() throws IOException {
        Map<String, String> expected = DocsReference.pages();
        if (System.getProperty("multiarch.docs", "").equals("write")) {
            write(expected);
        }
        Map<String, String> found = found();
        assertThat(found.keySet()).as("run scripts/docs-reference").containsExactlyElementsOf(expected.keySet());
        expected.forEach((name, text) -> assertThat(found.get(name))
                .as(name + ": run scripts/docs-reference")
                .isEqualTo(text));
    }

    private static Map<String, String> found() throws IOException {
        Map<String, String> found = new TreeMap<>();
        if (Files.isDirectory(DocsReference.FOLDER)) {
            try (Stream<Path> files = Files.walk(DocsReference.FOLDER)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name =
                            DocsReference.FOLDER.relativize(file).toString().replace('\\', '/');
                    found.put(name, Files.readString(file));
                }
            }
        }
        return found;
    }

    private static void write(Map<String, String> pages) throws IOException {
        for (String name : found().keySet()) {
            Files.delete(DocsReference.FOLDER.resolve(name));
        }
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Path file = DocsReference.FOLDER.resolve(page.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, page.getValue());
        }
    }
}

package dev.multiarch.host.diagnosis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of {@code src/test/resources/diagnosis}: where the log comes from, what is expected of it, {@code ---}, the log.
 *
 * @param source the address of a public report, or {@code made here:} and by which parts
 * @param expected {@code id line [platform]} of each diagnosis, in their order
 */
record DiagnosisCase(String source, List<String> expected, String log) {
    private static final String SOURCE = "source: ";
    private static final String EXPECT = "expect: ";

    static DiagnosisCase read(Path file) throws IOException {
        String text = Files.readString(file);
        int end = text.indexOf("\n---\n");
        List<String> head = text.substring(0, end).lines().toList();
        return new DiagnosisCase(
                head.get(0).substring(SOURCE.length()),
                head.stream()
                        .skip(1)
                        .map(line -> line.substring(EXPECT.length()))
                        .toList(),
                text.substring(end + "\n---\n".length()));
    }

    static List<String> found(Diagnoses diagnoses) {
        return diagnoses.found().stream()
                .map(d -> d.id() + " " + d.line().number()
                        + d.platform().map(p -> " " + p).orElse(""))
                .toList();
    }
}

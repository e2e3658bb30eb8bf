package dev.multiarch.cli;

import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Waiver;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.policy.yaml.Problem;
import dev.multiarch.text.FixText;
import dev.multiarch.text.Printable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What there is to say of one policy file without judging anything.
 *
 * @param problems for which it can't be used
 * @param shown those in the file, with the lines that they are about; empty where there is no file to show
 * @param notes that people should read all the same
 */
record PolicyCheck(String file, List<Problem> problems, String shown, List<String> notes) {
    static PolicyCheck of(String name, Path directory) {
        String file = Printable.line(name);
        try {
            List<String> notes = PolicyReader.read(name, directory).waivers().stream()
                    .filter(Waiver::isExpired)
                    .map(PolicyCheck::expired)
                    .toList();
            return new PolicyCheck(file, List.of(), "", notes);
        } catch (InvalidPolicy invalid) {
            boolean read =
                    invalid.found().stream().allMatch(problem -> problem.place().isPresent());
            String shown = read ? Printable.text(invalid.getMessage()) + "\n" : "";
            return new PolicyCheck(file, invalid.found(), shown, List.of());
        }
    }

    private static String expired(Waiver waiver) {
        return Printable.line(waiver.source() + " note: the waiver of " + waiver.rule() + " by " + waiver.owner()
                + " expired on " + waiver.expires() + " and covers nothing. Remove it");
    }

    boolean isGood() {
        return problems.isEmpty();
    }

    /** For which there is no policy that could be shown, as errors of the call. */
    List<String> errors() {
        return problems.stream()
                .filter(problem -> problem.place().isEmpty())
                .map(Problem::message)
                .toList();
    }

    String text() {
        var text = new StringBuilder(shown);
        notes.forEach(note -> text.append(note).append('\n'));
        return isGood() ? text + file + ": good\n" : text.toString();
    }

    private static Map<String, Object> row(Problem problem) {
        Map<String, Object> row = new LinkedHashMap<>();
        problem.place().ifPresent(place -> {
            row.put("file", Printable.line(place.file()));
            row.put("line", place.line());
            row.put("column", place.column());
        });
        FixText.put(row, "message", Printable.line(problem.message()));
        return row;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", file);
        json.put("valid", isGood());
        json.put("problems", problems.stream().map(PolicyCheck::row).toList());
        json.put("notes", notes);
        return json;
    }
}

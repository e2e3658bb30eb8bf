package dev.multiarch.cli;

import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Waiver;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.text.Printable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What there is to say of one policy file without judging anything.
 *
 * @param problems for which it can't be used
 * @param shown the same with the lines that they are about
 * @param notes that people should read all the same
 */
record PolicyCheck(String file, List<String> problems, String shown, List<String> notes) {
    static PolicyCheck of(String name, Path directory) {
        String file = Printable.line(name);
        try {
            List<String> notes = PolicyReader.read(name, directory).waivers().stream()
                    .filter(Waiver::isExpired)
                    .map(PolicyCheck::expired)
                    .toList();
            return new PolicyCheck(file, List.of(), "", notes);
        } catch (InvalidPolicy invalid) {
            List<String> problems =
                    invalid.problems().stream().map(Printable::line).toList();
            return new PolicyCheck(file, problems, Printable.text(invalid.getMessage()) + "\n", List.of());
        }
    }

    private static String expired(Waiver waiver) {
        return Printable.line(waiver.source() + " note: the waiver of " + waiver.rule() + " by " + waiver.owner()
                + " expired on " + waiver.expires() + " and covers nothing. Remove it");
    }

    boolean isGood() {
        return problems.isEmpty();
    }

    String text() {
        var text = new StringBuilder(shown);
        notes.forEach(note -> text.append(note).append('\n'));
        return isGood() ? text + file + ": good\n" : text.toString();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", file);
        json.put("valid", isGood());
        json.put("problems", problems);
        json.put("notes", notes);
        return json;
    }
}

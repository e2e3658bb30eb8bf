package dev.multiarch.profile;

import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a registry accepts.
 *
 * @param left what could not be removed again, as references, some with a word on what it is; empty where nothing is left
 */
public record Profile(Reference repository, List<Trial> trials, List<String> left) {
    private static final String SCHEMA = "dev.multiarch.registry/v1";
    private static final String ROW = "%-52s %-8s %s%n";
    private static final int LONGEST_ANSWER = 160;

    public boolean isWhole() {
        return trials.stream().noneMatch(trial -> trial.support() == Support.UNKNOWN);
    }

    public Support of(Feature feature) {
        return trials.stream()
                .filter(trial -> trial.feature() == feature)
                .map(Trial::support)
                .findFirst()
                .orElse(Support.UNKNOWN);
    }

    /** A table for people. */
    public String text() {
        var text = new StringBuilder(repository.name() + "\n\n");
        text.append(String.format(ROW, "tried", "works", "answer"));
        for (Trial trial : trials) {
            String answer = Printable.line(Printable.cut(trial.answer(), LONGEST_ANSWER));
            text.append(String.format(ROW, trial.feature().tried(), trial.support(), answer));
            trial.follows()
                    .ifPresent(follows -> text.append("  ")
                            .append(follows)
                            .append(trial.diagnosis()
                                    .map(page -> " (multiarch doctor --explain " + page + ")")
                                    .orElse(""))
                            .append('\n'));
        }
        return text.append('\n').append(rest()).toString();
    }

    private String rest() {
        if (left.isEmpty()) {
            return "everything that was pushed for this is removed again\n";
        }
        var text = new StringBuilder("this stays, as it could not be removed:\n");
        left.stream()
                .filter(each -> !each.endsWith(Scratch.BLOB))
                .forEach(each -> text.append("  ").append(each).append('\n'));
        long blobs = left.stream().filter(each -> each.endsWith(Scratch.BLOB)).count();
        return blobs == 0 ? text.toString() : text + "  " + blobs + (blobs == 1 ? " blob\n" : " blobs\n");
    }

    public byte[] json() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", SCHEMA);
        root.put("repository", repository.name());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Trial trial : trials) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("feature", trial.feature().id());
            row.put("tried", trial.feature().tried());
            row.put("supported", trial.support().toString());
            row.put("answer", trial.answer());
            trial.follows().ifPresent(follows -> row.put("follows", follows));
            trial.diagnosis().ifPresent(page -> row.put("diagnosis", page));
            rows.add(row);
        }
        root.put("trials", rows);
        root.put("left", left);
        return Json.write(root);
    }
}

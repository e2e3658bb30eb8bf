package dev.multiarch.report;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.json.SafeJson;
import dev.multiarch.record.JournalEntry;
import dev.multiarch.text.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The moves of one tag as a journal has them, the newest first.
 *
 * @param tag as the user names it
 */
public record TagHistory(String tag, List<Move> moves) {
    /** @param after what the call wrote down when it was done; empty where it never was */
    public record Move(JournalEntry before, Optional<JournalEntry> after) {
        private String state() {
            if (after.isEmpty()) {
                return "unfinished";
            }
            Optional<Digest> now = after.get().after();
            if (now.isEmpty()) {
                return "unknown";
            }
            return now.get().equals(before.to()) ? "moved" : "not-moved";
        }
    }

    /**
     * @param tag a reference as Docker understands it; a tag without a repository is that of any
     * @throws dev.multiarch.text.FormatException if it is neither
     */
    public static TagHistory of(String tag, List<JournalEntry> entries) {
        Map<String, Move> moves = new LinkedHashMap<>();
        boolean any = !tag.contains("/") && !tag.contains(":");
        String whole = any ? "" : Reference.parse(tag).toString();
        for (JournalEntry entry : entries) {
            boolean meant =
                    any ? entry.what().endsWith(":" + tag) : entry.what().equals(whole);
            if (entry.step() == JournalEntry.Step.TAG && meant) {
                String key = entry.call() + " " + entry.what();
                if (entry.phase() == JournalEntry.Phase.BEFORE) {
                    moves.put(key, new Move(entry, Optional.empty()));
                } else {
                    moves.computeIfPresent(key, (k, move) -> new Move(move.before(), Optional.of(entry)));
                }
            }
        }
        List<Move> newest = new ArrayList<>(moves.values());
        Collections.reverse(newest);
        return new TagHistory(tag, newest);
    }

    public String text() {
        if (moves.isEmpty()) {
            return "no move of " + Printable.line(tag) + " is in the journal\n";
        }
        var text = new StringBuilder();
        for (Move move : moves) {
            JournalEntry entry = move.before();
            text.append(entry.at())
                    .append(' ')
                    .append(Printable.line(entry.what()))
                    .append(' ');
            text.append(happened(move)).append('\n');
            entry.because().plan().ifPresent(plan -> line(text, "plan", plan));
            entry.because().revision().ifPresent(revision -> line(text, "revision", revision));
            line(text, "verdict", entry.because().verdict());
            line(text, "by", entry.because().who());
        }
        return text.toString();
    }

    private static String happened(Move move) {
        JournalEntry entry = move.before();
        String from = entry.from().map(digest -> "from " + digest).orElse("(new)");
        String target = from + " to " + entry.to();
        return switch (move.state()) {
            case "moved" -> "moved " + target;
            case "unfinished" -> "was about to move " + target + "; the call ended before it recorded the result";
            case "unknown" -> "was about to move " + target + "; the tag was gone afterwards, or could not be read";
            default ->
                "was about to move " + target + "; it pointed to "
                        + move.after()
                                .flatMap(JournalEntry::after)
                                .map(Digest::toString)
                                .orElse("nothing") + " afterwards";
        };
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  ")
                .append(name)
                .append(": ")
                .append(Printable.line(value))
                .append('\n');
    }

    public byte[] json() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", "dev.multiarch.why/v1");
        root.put("tag", SafeJson.text(tag));
        root.put("moves", moves.stream().map(TagHistory::json).toList());
        return SafeJson.write(root);
    }

    private static Map<String, Object> json(Move move) {
        JournalEntry entry = move.before();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", entry.at().toString());
        json.put("tag", SafeJson.text(entry.what()));
        json.put("state", move.state());
        entry.from().ifPresent(digest -> json.put("from", digest.toString()));
        json.put("to", entry.to().toString());
        move.after().flatMap(JournalEntry::after).ifPresent(digest -> json.put("after", digest.toString()));
        entry.because().plan().ifPresent(plan -> json.put("plan", SafeJson.text(plan)));
        entry.because().revision().ifPresent(revision -> json.put("revision", SafeJson.text(revision)));
        json.put("verdict", SafeJson.text(entry.because().verdict()));
        json.put("who", SafeJson.text(entry.because().who()));
        return json;
    }
}

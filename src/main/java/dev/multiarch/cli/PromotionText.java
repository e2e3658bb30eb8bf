package dev.multiarch.cli;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.publish.JudgedPromotion;
import dev.multiarch.publish.Newer;
import dev.multiarch.publish.Promote;
import dev.multiarch.publish.Promotion;
import dev.multiarch.publish.TagState;
import dev.multiarch.report.TagMoves;
import dev.multiarch.text.FixText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of tags, as text and as members of an answer in JSON. */
record PromotionText(Promotion promotion, Reference candidate) {
    /** @param verdict without a good one no tag was asked for */
    String lines(Outcome verdict) {
        if (promotion.failure().isPresent()) {
            return failed();
        }
        if (promotion.moved().isEmpty()) {
            return verdict == Outcome.PASS ? "no tag was asked for\n" : "no tag was moved\n";
        }
        var text = new StringBuilder();
        for (Promote.Moved move : promotion.moved()) {
            String from = move.before().map(before -> " (was " + before + ")").orElse(" (new)");
            text.append(
                    move.why().isEmpty()
                            ? move.tag() + " now points to " + move.after() + from + alone(move) + newer(move) + "\n"
                            : move.tag() + " stays at " + move.after() + ": " + move.why() + "\n");
        }
        promotion
                .instead()
                .ifPresent(index ->
                        text.append(index.document().digest() + " has the same images as this call's index " + digest()
                                + ", and one of the tags pointed to it already: the other tags got it too, so that all have"
                                + " one digest\n"));
        if (promotion.moved().stream().noneMatch(move -> move.why().isEmpty())) {
            text.append("nothing has changed\n");
        }
        return text.toString();
    }

    private static String alone(Promote.Moved move) {
        return move.platform()
                .map(platform -> ", the image of " + platform + " alone")
                .orElse("");
    }

    private String newer(Promote.Moved move) {
        return move.newer()
                .map(newer -> ", which is newer than this call's image " + digest() + ". " + newer.sentence())
                .orElse("");
    }

    private Digest digest() {
        return candidate.digest().orElseThrow();
    }

    /** For the first sentence of a report. */
    TagMoves moves(Outcome verdict) {
        if (promotion.failure().isPresent()) {
            return new TagMoves(true, false, "moving the tags failed");
        }
        List<String> moved = promotion.moved().stream()
                .filter(move -> move.why().isEmpty() && !move.overtaken())
                .map(move -> move.tag().tag().orElse(move.tag().toString()))
                .toList();
        long overtaken =
                promotion.moved().stream().filter(Promote.Moved::overtaken).count();
        long stay = promotion.moved().size() - moved.size() - overtaken;
        if (overtaken > 0 && moved.isEmpty()) {
            return new TagMoves(
                    true, false, "a newer image followed under " + overtaken + (overtaken == 1 ? " tag" : " tags"));
        }
        if (moved.isEmpty()) {
            boolean asked = verdict != Outcome.PASS || stay > 0;
            return new TagMoves(true, false, asked ? "no tag moved" : "no tag was asked for");
        }
        String what = promotion.instead().isPresent() ? " an index with the same images" : " it";
        String verb = (moved.size() == 1 ? " points to" : " point to") + what + " now";
        String stays = stay == 0 ? "" : ", and " + stay + (stay == 1 ? " tag stays" : " tags stay");
        return new TagMoves(true, true, String.join(", ", moved) + verb + stays);
    }

    private String failed() {
        var text = new StringBuilder("the candidate " + candidate + " is pushed\n");
        promotion.tags().forEach(tag -> text.append(tag.relatedTo(digest())).append('\n'));
        return text.toString();
    }

    /** @param root gets {@code tags}, and {@code failure} if there is one */
    void into(Map<String, Object> root) {
        if (promotion.failure().isPresent()) {
            root.put("tags", promotion.tags().stream().map(this::state).toList());
            FixText.put(
                    root, "failure", String.valueOf(promotion.failure().get().getMessage()));
        } else {
            root.put("tags", promotion.moved().stream().map(PromotionText::move).toList());
            promotion
                    .instead()
                    .ifPresent(index ->
                            root.put("instead", index.document().digest().toString()));
        }
    }

    private Map<String, Object> state(TagState tag) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("tag", tag.tag().toString());
        tag.digest().ifPresent(digest -> row.put("now", digest.toString()));
        if (!tag.problem().isEmpty()) {
            FixText.put(row, "problem", tag.problem());
        }
        return row;
    }

    private static Map<String, Object> move(Promote.Moved move) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("tag", move.tag().toString());
        move.before().ifPresent(before -> row.put("before", before.toString()));
        row.put("after", move.after().toString());
        move.platform().ifPresent(platform -> row.put("platform", platform.toString()));
        row.put("moved", move.why().isEmpty());
        if (move.newer().isPresent()) {
            row.put("overtaken", true);
            row.put("newer", newer(move.newer().get()));
        }
        if (!move.why().isEmpty()) {
            row.put("why", move.why());
        }
        return row;
    }

    private static Map<String, Object> newer(Newer newer) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("who", newer.who());
        row.put("verdict", newer.verdict());
        newer.unjudged().ifPresent(reason -> row.put("unjudged", reason));
        if (!newer.passed().isEmpty()) {
            row.put("passed", newer.passed());
        }
        return row;
    }

    /** Who answers for it, where this call did not judge; empty where it did. */
    static List<String> basis(JudgedPromotion.Basis basis) {
        List<String> lines = new ArrayList<>();
        if (basis instanceof JudgedPromotion.Given given) {
            lines.add("judged earlier: the verdict in " + given.verdict().name() + " passed");
        } else if (basis instanceof JudgedPromotion.Unjudged unjudged) {
            String kept = unjudged.policies().stream().map(Policy::name).collect(Collectors.joining(", "));
            lines.add("not judged: " + unjudged.reason());
            unjudged.against()
                    .ifPresent(given -> lines.add(
                            "insisted against the verdict " + given.verdict().outcome() + " in " + given.name()));
            if (!kept.isEmpty()) {
                lines.add("of " + kept + " only immutable-tags counted, as nothing was judged");
            }
        }
        return lines;
    }
}

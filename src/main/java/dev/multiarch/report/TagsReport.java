package dev.multiarch.report;

import dev.multiarch.image.Artifact;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.json.Json;
import dev.multiarch.json.SafeJson;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.text.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The verdicts on many tags of one repository: those that failed first, each with the first of what is wrong. */
public final class TagsReport {
    private static final String SCHEMA = "dev.multiarch.verdicts/v1";
    private static final int LONGEST = 2_000;

    /** Lines: those that failed come first. */
    private static final int MOST_LINES = 1_000;

    private static final List<Outcome> ORDER = List.of(Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS);

    private final String repository;
    private final String pattern;
    private final List<Verdict.Judged> policies;
    private final List<Tag> tags;
    private final List<Tag> aside;

    /**
     * @param verdict where it is not a pass
     * @param failure why it could not be judged at all, or how many of its findings were left out
     * @param artifact the kind of what is there, if it is not an image: the tag is not judged
     */
    public record Tag(
            String tag,
            Optional<Digest> digest,
            Outcome outcome,
            Optional<Verdict> verdict,
            String failure,
            Optional<String> artifact) {
        /** The worst finding first. */
        private List<Finding> open() {
            return verdict.map(found -> found.findings().stream()
                            .filter(finding -> finding.severity() == Severity.ERROR && VerdictSummary.isOpen(finding))
                            .sorted(VerdictSummary.WORST_FIRST)
                            .toList())
                    .orElse(List.of());
        }

        private String why() {
            List<Finding> open = open();
            if (open.isEmpty()) {
                return Printable.cut(failure, LONGEST);
            }
            Finding first = open.get(0);
            String platform = first.platform()
                    .map(Platform::toString)
                    .map(p -> " [" + p + "]")
                    .orElse("");
            String more = open.size() > 1 ? " (and " + (open.size() - 1) + " more)" : "";
            return first.rule() + platform + " " + first.message() + more
                    + (failure.isEmpty() ? "" : " (" + failure + ")");
        }
    }

    public TagsReport(String repository, String pattern, List<Verdict.Judged> policies, List<Tag> tags) {
        this.repository = repository;
        this.pattern = pattern;
        this.policies = policies;
        this.tags = new ArrayList<>(
                tags.stream().filter(tag -> tag.artifact().isEmpty()).toList());
        this.aside = tags.stream().filter(tag -> tag.artifact().isPresent()).toList();
        this.tags.sort(Comparator.comparing(tag -> ORDER.indexOf(tag.outcome())));
    }

    /** The worst of all: one that fails outweighs any that could not be judged. Unknown if none was judged. */
    public Outcome outcome() {
        return tags.stream()
                .map(Tag::outcome)
                .min(Comparator.comparing(ORDER::indexOf))
                .orElse(Outcome.UNKNOWN);
    }

    /** A sentence for each tag that failed, or if none failed, for each that could not be judged. */
    public List<String> reasons() {
        return tags.stream()
                .filter(tag -> tag.outcome() == outcome() && tag.outcome() != Outcome.PASS)
                .map(tag -> repository + ":" + tag.tag() + ": " + tag.why())
                .toList();
    }

    public String text() {
        int widest = tags.stream().mapToInt(tag -> tag.tag().length()).max().orElse(0);
        var text = new StringBuilder();
        for (Tag tag : tags.subList(0, Math.min(tags.size(), MOST_LINES))) {
            String digest = tag.digest().map(Digest::toString).orElse("");
            String line = String.format("%-8s %-" + widest + "s %s %s", tag.outcome(), tag.tag(), digest, tag.why());
            text.append(Printable.line(line.stripTrailing())).append('\n');
        }
        if (tags.size() > MOST_LINES) {
            text.append("… and ").append(tags.size() - MOST_LINES).append(" more: --format json has all of them\n");
        }
        text.append(outcome()).append(": ").append(tags.size()).append(tags.size() == 1 ? " tag" : " tags");
        text.append(" of ").append(repository).append(" like ").append(pattern).append(": ");
        text.append(count(Outcome.PASS))
                .append(" passed, ")
                .append(count(Outcome.FAIL))
                .append(" failed, ");
        text.append(count(Outcome.UNKNOWN)).append(" unknown\n");
        if (!aside.isEmpty()) {
            text.append(Printable.line("not judged, because they are not images: " + aside.size() + " of "
                            + (tags.size() + aside.size()) + " tags (" + Artifact.count(kinds()) + ")"))
                    .append('\n');
        }
        if (outcome() != Outcome.PASS) {
            text.append("multiarch verify-index ").append(repository).append(":TAG shows one in full.\n");
        }
        return text.toString();
    }

    public byte[] json() {
        Map<String, Object> counts = new LinkedHashMap<>();
        ORDER.forEach(outcome -> counts.put(outcome.toString(), count(outcome)));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", SCHEMA);
        root.put("repository", repository);
        root.put("pattern", pattern);
        root.put("policies", policies.stream().map(JsonReport::policy).toList());
        root.put("outcome", outcome().toString());
        root.put("tags", tags.stream().map(TagsReport::json).toList());
        root.put("counts", counts);
        root.put("setAside", aside.stream().map(TagsReport::json).toList());
        return SafeJson.write(root);
    }

    private Map<String, Integer> kinds() {
        Map<String, Integer> counts = new TreeMap<>();
        aside.forEach(tag -> counts.merge(tag.artifact().orElseThrow(), 1, Integer::sum));
        return counts;
    }

    private static Map<String, Object> json(Tag tag) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tag", SafeJson.text(tag.tag()));
        tag.digest().ifPresent(digest -> json.put("digest", digest.toString()));
        json.put("outcome", tag.outcome().toString());
        tag.artifact().ifPresent(kind -> json.put("artifact", SafeJson.text(kind)));
        if (!tag.failure().isEmpty()) {
            json.put(
                    tag.verdict().isPresent() ? "left" : "unknown",
                    SafeJson.text(Printable.cut(tag.failure(), LONGEST)));
        }
        tag.verdict()
                .ifPresent(verdict -> json.put(
                        "findings",
                        Json.read(Reports.json(verdict), "verdict").members().get("findings")));
        return json;
    }

    private long count(Outcome outcome) {
        return tags.stream().filter(tag -> tag.outcome() == outcome).count();
    }
}

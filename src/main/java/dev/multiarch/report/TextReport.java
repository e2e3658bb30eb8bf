package dev.multiarch.report;

import dev.multiarch.image.Platform;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.process.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What failed or could not be judged, worst first and by platform, each with its fix; then what was skipped and what
 * passed, a line for each rule and message; then the sum.
 */
final class TextReport {
    private static final int RED = 31;
    private static final int GREEN = 32;
    private static final int YELLOW = 33;

    private final Verdict verdict;
    private final boolean colour;
    private final StringBuilder out = new StringBuilder();

    TextReport(Verdict verdict, boolean colour) {
        this.verdict = verdict;
        this.colour = colour;
    }

    String print() {
        Comparator<Finding> worstFirst = Comparator.comparing((Finding f) -> f.severity())
                .thenComparing(Finding::outcome)
                .thenComparing(f -> f.platform().map(Platform::toString).orElse(""));
        verdict.findings().stream().filter(f -> isOpen(f)).sorted(worstFirst).forEach(this::open);
        for (Outcome settled : List.of(Outcome.WAIVED, Outcome.SKIPPED, Outcome.PASS)) {
            groups(settled).forEach(this::group);
        }
        sum();
        return out.toString();
    }

    private static boolean isOpen(Finding finding) {
        return finding.outcome() == Outcome.FAIL || finding.outcome() == Outcome.UNKNOWN;
    }

    private void open(Finding finding) {
        boolean error = finding.severity() == Severity.ERROR;
        String word = finding.outcome() == Outcome.UNKNOWN
                ? "unknown"
                : error ? "fail" : finding.severity().toString();
        int shade = error && finding.outcome() == Outcome.FAIL ? RED : YELLOW;
        String platform = finding.platform().map(p -> " [" + p + "]").orElse("");
        String weight = finding.outcome() == Outcome.UNKNOWN && !error ? " (" + finding.severity() + ")" : "";
        line(word + weight, shade, finding.rule() + platform, sentence(finding.message()) + fix(finding));
        out.append("         asked for in ")
                .append(Printable.line(finding.source().toString()))
                .append('\n');
    }

    private static String fix(Finding finding) {
        return finding.fix().isEmpty() ? "" : " Fix: " + sentence(finding.fix());
    }

    private static String sentence(String text) {
        return text.matches("(?s).*[.!?…]") ? text : text + ".";
    }

    /** Findings that say the same of several platforms. */
    private List<List<Finding>> groups(Outcome outcome) {
        Map<List<String>, List<Finding>> groups = new LinkedHashMap<>();
        verdict.findings().stream()
                .filter(f -> f.outcome() == outcome)
                .forEach(f -> groups.computeIfAbsent(List.of(f.rule(), f.message()), key -> new ArrayList<>())
                        .add(f));
        return List.copyOf(groups.values());
    }

    private void group(List<Finding> same) {
        Finding first = same.get(0);
        var platforms = new TreeSet<Platform>();
        same.forEach(f -> f.platform().ifPresent(platforms::add));
        String where = platforms.isEmpty()
                ? ""
                : platforms.stream().map(Platform::toString).collect(Collectors.joining(", ", " [", "]"));
        int shade = first.outcome() == Outcome.PASS ? GREEN : YELLOW;
        line(first.outcome().toString(), shade, first.rule() + where, sentence(first.message()));
    }

    private void line(String word, int shade, String what, String text) {
        out.append(shaded(word, shade))
                .append(" ".repeat(Math.max(1, 9 - word.length())))
                .append(Printable.line(what))
                .append(' ')
                .append(Printable.line(text))
                .append('\n');
    }

    private void sum() {
        String policies = verdict.policies().stream()
                .map(p -> p.name() + " (" + p.digest() + ")")
                .collect(Collectors.joining(", "));
        Outcome outcome = verdict.outcome();
        int shade = outcome == Outcome.PASS ? GREEN : outcome == Outcome.FAIL ? RED : YELLOW;
        out.append(shaded(outcome.toString(), shade))
                .append(": ")
                .append(counts())
                .append('\n');
        out.append("judged   ").append(Printable.line(subject())).append('\n');
        out.append("policies ").append(Printable.line(policies)).append('\n');
    }

    private String subject() {
        return verdict.subject() instanceof Verdict.OfHost host
                ? "host " + host.name()
                : verdict.subject().name()
                        + verdict.digest().map(d -> " at " + d).orElse(", of which no digest is known");
    }

    private String counts() {
        long failed = countOf(Outcome.FAIL, Severity.ERROR);
        long warned = verdict.count(Outcome.FAIL) - failed;
        List<String> parts = new ArrayList<>();
        parts.add(failed + " failed");
        Optional.of(warned).filter(n -> n > 0).ifPresent(n -> parts.add(n + " failed below severity error"));
        parts.add(verdict.count(Outcome.UNKNOWN) + " unknown");
        parts.add(verdict.count(Outcome.PASS) + " passed");
        Optional.of(verdict.count(Outcome.WAIVED)).filter(n -> n > 0).ifPresent(n -> parts.add(n + " waived"));
        parts.add(verdict.count(Outcome.SKIPPED) + " skipped");
        return String.join(", ", parts);
    }

    private long countOf(Outcome outcome, Severity severity) {
        return verdict.findings().stream()
                .filter(f -> f.outcome() == outcome && f.severity() == severity)
                .count();
    }

    private String shaded(String word, int shade) {
        return colour ? "\u001b[1;" + shade + "m" + word + "\u001b[0m" : word;
    }
}

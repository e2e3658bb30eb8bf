package dev.multiarch.report;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Artifact;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Counts;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.rules.Rules;
import dev.multiarch.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A verdict in the order and the words that all reports for people share; its texts are neutralised. */
record VerdictSummary(Verdict verdict) {
    /** What failed, then what could not be judged, both first where they decide the verdict; then the rest. */
    static final Comparator<Finding> WORST_FIRST = VerdictSummary::worstFirst;

    private static final int MOST_PLATFORMS = 30;
    private static final int LARGE = 1 << 10;
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final List<Outcome> SETTLED = List.of(Outcome.WAIVED, Outcome.SKIPPED, Outcome.PASS);

    /** Step by step: comparators that are put together of others are made again by each call, for 3 ms. */
    private static int worstFirst(Finding one, Finding other) {
        int order = Integer.compare(rank(one), rank(other));
        order = order != 0 ? order : one.severity().compareTo(other.severity());
        order = order != 0 ? order : Boolean.compare(isMissing(other), isMissing(one));
        order = order != 0 ? order : where(one).compareTo(where(other));
        return order != 0 ? order : one.rule().compareTo(other.rule());
    }

    List<Finding> findings() {
        return verdict.findings().stream().sorted(WORST_FIRST).toList();
    }

    /** By platform, that with the worst finding first; the subject as a whole under its own name. */
    Map<String, List<Finding>> byPlatform() {
        return byPlatform(findings());
    }

    Map<String, List<Finding>> byPlatform(List<Finding> some) {
        return some.stream().collect(Collectors.groupingBy(this::place, LinkedHashMap::new, Collectors.toList()));
    }

    /** In the index's order, then what only findings name; the subject as a whole comes first. */
    List<String> places() {
        List<String> places = new ArrayList<>();
        places.add(whole());
        legs().forEach(leg -> places.add(leg.platform().map(Platform::toString).orElse("no platform")));
        verdict.findings().forEach(f -> places.add(place(f)));
        return places.stream()
                .distinct()
                .filter(p -> !p.equals(whole()) || verdict.findings().stream().anyMatch(f -> where(f).isEmpty()))
                .toList();
    }

    /** Of findings that say the same, each platform once; of many the first, and how many more there are. */
    static List<String> platforms(List<Finding> same) {
        List<String> all = same.stream()
                .flatMap(finding -> finding.platform().stream())
                .distinct()
                .sorted()
                .map(Platform::toString)
                .toList();
        if (all.size() <= MOST_PLATFORMS) {
            return all;
        }
        List<String> first = new ArrayList<>(all.subList(0, MOST_PLATFORMS));
        first.add("and " + (all.size() - MOST_PLATFORMS) + " more");
        return first;
    }

    String place(Finding finding) {
        return finding.platform().map(Platform::toString).orElseGet(this::whole);
    }

    private String whole() {
        if (verdict.subject() instanceof Verdict.OfDockerfiles) {
            return "Dockerfile";
        }
        return verdict.subject() instanceof Verdict.OfHost ? "host" : "index";
    }

    List<Verdict.Leg> legs() {
        return verdict.subject() instanceof Verdict.OfIndex index ? index.legs() : List.of();
    }

    String subject() {
        String name = Printable.line(verdict.subject().name());
        return verdict.subject() instanceof Verdict.OfHost ? "host " + name : name;
    }

    /** How many artifacts are in the index next to its images; empty without any. */
    Optional<String> aside() {
        return verdict.subject() instanceof Verdict.OfIndex index
                        && !index.aside().isEmpty()
                ? Optional.of(Printable.line(Artifact.count(index.aside())) + ", because no client runs it")
                : Optional.empty();
    }

    String policies() {
        return verdict.policies().stream().map(p -> Printable.line(p.name())).collect(Collectors.joining(", "));
    }

    String counts() {
        Counts counts = verdict.counts();
        List<String> parts = new ArrayList<>();
        parts.add(counts.failed() + " failed");
        Optional.of(counts.below()).filter(n -> n > 0).ifPresent(n -> parts.add(n + " failed below severity error"));
        parts.add(counts.of(Outcome.UNKNOWN) + " unknown");
        parts.add(counts.passed() + " passed");
        Optional.of(counts.waived()).filter(n -> n > 0).ifPresent(n -> parts.add(n + " waived"));
        parts.add(counts.skipped() + " skipped");
        return String.join(", ", parts);
    }

    /** The word for it: {@code fail}, or the severity of a failure below error. */
    static String word(Finding finding) {
        boolean below = finding.outcome() == Outcome.FAIL && finding.severity() != Severity.ERROR;
        return below ? finding.severity().toString() : finding.outcome().toString();
    }

    /** Who claims how this leg was built: {@code annotation}, {@code record sha256:… of plan 42}; empty if nobody does. */
    static String claimedBy(Verdict.Leg leg) {
        return claimedBy(leg.emulated(), leg.duration());
    }

    static String claimedBy(Fact<?>... facts) {
        return Arrays.stream(facts)
                .flatMap(fact -> fact.claimedBy().stream())
                .findFirst()
                .orElse("");
    }

    /** A platform that is not there at all says more than what is wrong with one. */
    static boolean isMissing(Finding finding) {
        return finding.rule().equals(Rules.PLATFORMS_REQUIRED.id())
                && finding.outcome() == Outcome.FAIL
                && finding.platform().isPresent();
    }

    /** The digest that was judged, where {@link #subject} does not end with it. */
    Optional<String> digestBeyondSubject() {
        return verdict.digest()
                .map(Object::toString)
                .filter(digest -> !subject().endsWith("@" + digest));
    }

    /** Findings that say the same of several platforms, in the order of the first of each. */
    static List<List<Finding>> alike(List<Finding> findings) {
        Map<List<Object>, List<Finding>> alike = new LinkedHashMap<>();
        findings.forEach(f -> alike.computeIfAbsent(
                        List.of(f.outcome(), f.severity(), f.rule(), f.message(), f.fix(), f.askedFor(), f.origin()),
                        key -> new ArrayList<>())
                .add(f));
        return List.copyOf(alike.values());
    }

    static boolean isOpen(Finding finding) {
        return finding.outcome() == Outcome.FAIL || finding.outcome() == Outcome.UNKNOWN;
    }

    static String sentence(String text) {
        return Printable.line(text.matches("(?s).*[.!?…]") ? text : text + ".");
    }

    /** In the unit that leaves a number below 1,024. */
    static String size(long bytes) {
        double amount = bytes;
        int unit = -1;
        while (amount >= LARGE && unit + 1 < UNITS.length) {
            amount /= LARGE;
            unit++;
        }
        return unit < 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }

    private static int rank(Finding finding) {
        if (!isOpen(finding)) {
            return 4 + SETTLED.indexOf(finding.outcome());
        }
        int below = finding.severity() == Severity.ERROR ? 0 : 2;
        return below + (finding.outcome() == Outcome.FAIL ? 0 : 1);
    }

    private static String where(Finding finding) {
        return finding.platform().map(Platform::toString).orElse("");
    }
}

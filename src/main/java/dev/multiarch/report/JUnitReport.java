package dev.multiarch.report;

import dev.multiarch.policy.Counts;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * JUnit's XML as Jenkins' schema {@code junit-10.xsd} describes it: a suite a platform, a test a finding. What makes a
 * verdict bad is a failure or an error; what is only told (below severity error) is output of a test that passed.
 */
final class JUnitReport {
    /** More make a file that CI servers take minutes to show, or refuse. */
    static final int MOST_TESTS = 10_000;

    private static final String LEFT_OUT = "left out";
    private static final String UNREAD = "can be read";

    private final String name;
    private final List<ImageVerdicts.Each> each;
    private final Markup xml = new Markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    JUnitReport(Verdict verdict) {
        this("", List.of(ImageVerdicts.Each.of(verdict)));
    }

    JUnitReport(ImageVerdicts images) {
        this(images.title(), images.worstFirst());
    }

    private JUnitReport(String name, List<ImageVerdicts.Each> each) {
        this.name = name;
        this.each = each;
    }

    /** A verdict with as many of its findings as there is room for. */
    private record Part(VerdictSummary overview, List<Finding> shown) {}

    String print() {
        List<Part> parts = new ArrayList<>();
        List<Finding> shown = new ArrayList<>();
        int all = 0;
        for (ImageVerdicts.Each image : each) {
            if (image.verdict().isPresent()) {
                VerdictSummary overview = new VerdictSummary(image.verdict().get());
                List<Finding> findings = overview.findings();
                List<Finding> some = findings.subList(0, Math.min(findings.size(), MOST_TESTS - shown.size()));
                parts.add(new Part(overview, some));
                shown.addAll(some);
                all += findings.size();
            }
        }
        List<ImageVerdicts.Each> unread =
                each.stream().filter(image -> image.verdict().isEmpty()).toList();
        int left = all - shown.size();
        Counts counts = Counts.of(shown);
        xml.open(
                        "testsuites",
                        "name",
                        "multiarch " + (name.isEmpty() ? parts.get(0).overview().subject() : name),
                        "tests",
                        String.valueOf(shown.size() + unread.size() + (left > 0 ? 1 : 0)),
                        "failures",
                        String.valueOf(counts.failed()),
                        "errors",
                        String.valueOf(counts.unknown() + unread.size()))
                .line();
        parts.forEach(this::suites);
        unread.forEach(this::unread);
        if (left > 0) {
            leftOut(left);
        }
        return xml.end().toString();
    }

    private void suites(Part part) {
        String before = name.isEmpty() ? "" : part.overview().subject() + " ";
        part.overview()
                .byPlatform(part.shown())
                .forEach((place, findings) -> suite(part.overview(), before + place, findings));
    }

    private void unread(ImageVerdicts.Each image) {
        String place = image.reference();
        xml.open("testsuite", "name", place, "tests", "1", "failures", "0", "errors", "1", "skipped", "0", "time", "0")
                .line();
        xml.open("testcase", "name", UNREAD, "classname", place, "time", "0");
        xml.element("error", image.failure(), "type", "unknown", "message", image.failure());
        xml.end().end();
    }

    /** A separate test, so that what shows tests shows it too. */
    private void leftOut(int count) {
        String message = count + " more findings are left out here: the JSON report has all of them.";
        xml.open("testsuite", "name", LEFT_OUT, "tests", "1", "failures", "0", "errors", "0", "skipped", "1")
                .line();
        xml.open("testcase", "name", LEFT_OUT, "classname", LEFT_OUT, "time", "0");
        xml.empty("skipped", "type", LEFT_OUT, "message", message);
        xml.end().end();
    }

    private void suite(VerdictSummary overview, String place, List<Finding> findings) {
        Counts counts = Counts.of(findings);
        xml.open(
                        "testsuite",
                        "name",
                        place,
                        "tests",
                        String.valueOf(findings.size()),
                        "failures",
                        String.valueOf(counts.failed()),
                        "errors",
                        String.valueOf(counts.unknown()),
                        "skipped",
                        String.valueOf(counts.unsure() + counts.waived() + counts.skipped()),
                        "time",
                        "0")
                .line();
        xml.open("properties").line();
        property("subject", overview.subject());
        overview.verdict().digest().ifPresent(digest -> property("digest", digest.toString()));
        for (Verdict.Judged policy : overview.verdict().policies()) {
            property("policy", policy.name() + " " + policy.digest());
        }
        xml.end();
        findings.forEach(finding -> test(place, finding));
        xml.end();
    }

    private void property(String name, String value) {
        xml.empty("property", "name", name, "value", value).line();
    }

    private void test(String place, Finding finding) {
        xml.open("testcase", "name", finding.rule(), "classname", place, "time", "0");
        String text = VerdictSummary.sentence(finding.message())
                + (finding.fix().isEmpty() ? "" : " Fix: " + VerdictSummary.sentence(finding.fix()))
                + " Required by " + finding.askedFor() + ".";
        String message = VerdictSummary.sentence(finding.message());
        if (fails(finding)) {
            xml.element("failure", text, "type", finding.rule(), "message", message);
        } else if (isError(finding)) {
            xml.element("error", text, "type", "unknown", "message", message);
        } else if (isSkipped(finding)) {
            xml.empty("skipped", "type", finding.outcome().toString(), "message", message);
        } else {
            xml.element("system-out", VerdictSummary.word(finding) + ": " + text);
        }
        xml.end();
    }

    private static boolean fails(Finding finding) {
        return finding.outcome() == Outcome.FAIL && finding.severity() == Severity.ERROR;
    }

    private static boolean isError(Finding finding) {
        return finding.outcome() == Outcome.UNKNOWN && finding.severity() == Severity.ERROR;
    }

    private static boolean isSkipped(Finding finding) {
        boolean told = finding.outcome() == Outcome.UNKNOWN && finding.severity() != Severity.ERROR;
        return told || finding.outcome() == Outcome.SKIPPED || finding.outcome() == Outcome.WAIVED;
    }
}

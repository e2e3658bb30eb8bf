package dev.multiarch.report;

import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Verdict;
import java.util.List;

/** The verdicts on many images as one page without a script: a table of them, then what is wrong with each. */
final class ImagesHtml {
    private final ImageVerdicts images;
    private final ReportContext context;
    private final HtmlPage page = new HtmlPage();
    private final Markup html = page.html();
    private int room = HtmlReport.MOST_FINDINGS;

    ImagesHtml(ImageVerdicts images, ReportContext context) {
        this.images = images;
        this.context = context;
    }

    String print() {
        String outcome = images.outcome().toString();
        page.begin(outcome + ": " + images.counts());
        html.open("body").line().open("header").line();
        html.open("p", "class", "what")
                .element("span", "Verdict: " + outcome, "class", "badge big " + outcome)
                .end();
        html.element("h1", images.counts() + ".").line();
        html.open("dl", "class", "facts").line();
        images.policies()
                .forEach(policy ->
                        page.fact("Policy " + policy.name(), policy.digest().toString()));
        page.origin(context);
        context.commit().ifPresent(commit -> page.fact("Commit", commit));
        html.end().end().open("main").line();
        html.open("section").line();
        html.element("h2", "Images").line();
        page.times(
                List.of("Image", "Verdict", "Digest", "Findings"),
                images.worstFirst().stream().map(ImagesHtml::row));
        html.end();
        images.worstFirst().stream()
                .filter(image -> image.outcome() != Outcome.PASS)
                .forEach(this::section);
        html.end();
        return page.end();
    }

    private static List<String> row(ImageVerdicts.Each image) {
        return List.of(
                image.reference(),
                image.outcome().toString(),
                image.verdict().flatMap(Verdict::digest).map(Object::toString).orElse(""),
                image.verdict()
                        .map(verdict -> new VerdictSummary(verdict).counts())
                        .orElse("not judged"));
    }

    private void section(ImageVerdicts.Each image) {
        html.open("section").line();
        html.element("h2", image.reference()).line();
        if (image.verdict().isEmpty()) {
            html.element("p", image.failure()).line();
        }
        List<Finding> open = image.verdict()
                .map(verdict -> new VerdictSummary(verdict)
                        .findings().stream().filter(VerdictSummary::isOpen).toList())
                .orElse(List.of());
        List<Finding> shown = open.subList(0, Math.min(open.size(), room));
        room -= shown.size();
        if (!shown.isEmpty()) {
            page.times(
                    List.of("Outcome", "Platform", "Rule", "What is wrong, and the fix"),
                    shown.stream().map(ImagesHtml::finding));
        }
        int left = open.size() - shown.size();
        if (left > 0) {
            html.element("p", left + " more findings are left out of this page: see the JSON report.")
                    .line();
        }
        if (!image.left().isEmpty()) {
            html.element("p", image.left()).line();
        }
        html.end();
    }

    private static List<String> finding(Finding finding) {
        String fix = finding.fix().isEmpty() ? "" : " Fix: " + VerdictSummary.sentence(finding.fix());
        return List.of(
                VerdictSummary.word(finding),
                finding.platform().map(Object::toString).orElse("index"),
                finding.rule(),
                VerdictSummary.sentence(finding.message()) + fix);
    }
}

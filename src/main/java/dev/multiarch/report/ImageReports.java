package dev.multiarch.report;

import dev.multiarch.json.SafeJson;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.text.FixText;
import dev.multiarch.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The verdicts on many images in each form that one verdict has: all of them in one document. */
public final class ImageReports {
    private static final String SCHEMA = "dev.multiarch.verdicts/v1";
    private static final int LONGEST = 2_000;

    /** Characters of a comment, and of a check run's summary, at GitHub. */
    private static final int COMMENT = 65_535;

    private final ImageVerdicts images;

    public ImageReports(ImageVerdicts images) {
        this.images = images;
    }

    /** UTF-8, with a newline at the end. */
    public byte[] write(Reports form, ReportContext context) {
        return switch (form) {
            case TEXT -> utf8(text(false));
            case JSON -> json(context);
            case SARIF -> new SarifReport(images).print();
            case JUNIT -> utf8(new JUnitReport(images).print());
            case MARKDOWN -> utf8(markdown(COMMENT));
            case HTML -> utf8(new ImagesHtml(images, context).print());
        };
    }

    /** For people: a part for each image as it was named, then how many there are of each outcome. */
    public String text(boolean colour) {
        var text = new StringBuilder();
        for (ImageVerdicts.Each image : images.each()) {
            text.append("── ").append(Printable.line(image.reference())).append(" ──\n");
            if (image.verdict().isPresent()) {
                text.append(Reports.text(image.verdict().get(), colour));
            } else {
                text.append("unknown  ").append(failure(image)).append('\n');
            }
            if (!image.left().isEmpty()) {
                text.append(Printable.line(image.left())).append('\n');
            }
            text.append('\n');
        }
        return text.append(images.outcome())
                .append(": ")
                .append(images.counts())
                .append('\n')
                .toString();
    }

    /** Schema {@code dev.multiarch.verdicts/v1}: each verdict is what {@link Reports#json} prints of it. */
    public byte[] json(ReportContext context) {
        Map<String, Object> counts = new LinkedHashMap<>();
        for (Outcome outcome : List.of(Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS)) {
            counts.put(outcome.toString(), images.count(outcome));
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", SCHEMA);
        JsonReport.origin(root, Optional.of(context));
        root.put("policies", images.policies().stream().map(JsonReport::policy).toList());
        root.put("outcome", images.outcome().toString());
        root.put(
                "images",
                images.each().stream().map(image -> json(image, context)).toList());
        root.put("counts", counts);
        return SafeJson.write(root);
    }

    private static Map<String, Object> json(ImageVerdicts.Each image, ReportContext context) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("reference", SafeJson.text(image.reference()));
        json.put("outcome", image.outcome().toString());
        image.verdict().ifPresent(verdict -> json.put("verdict", JsonReport.tree(verdict, Optional.of(context))));
        if (image.verdict().isEmpty()) {
            FixText.put(json, "unknown", SafeJson.text(Printable.cut(image.failure(), LONGEST)));
        }
        if (!image.left().isEmpty()) {
            json.put("left", SafeJson.text(image.left()));
        }
        return json;
    }

    /**
     * A line for each image, then the verdict on each, those that failed first.
     *
     * @param most characters; what does not fit is counted in the last line
     */
    public String markdown(int most) {
        var text = new StringBuilder("### ");
        text.append(MarkdownReport.sign(images.outcome(), Severity.ERROR))
                .append(' ')
                .append(images.counts())
                .append(".\n\n");
        List<String> parts = new ArrayList<>();
        for (ImageVerdicts.Each image : images.worstFirst()) {
            parts.add(image.verdict()
                    .map(verdict -> new MarkdownReport(verdict, TagMoves.UNCHECKED, share(most)).print())
                    .orElseGet(() -> "### " + MarkdownReport.sign(Outcome.UNKNOWN, Severity.ERROR) + " Not judged: "
                            + MarkdownText.of(Printable.cut(image.failure(), LONGEST)) + ".\n\n"
                            + MarkdownText.code(image.reference()) + "\n"));
        }
        int shown = 0;
        while (shown < parts.size() && text.length() + parts.get(shown).length() < most - MarkdownReport.RESERVE) {
            text.append(parts.get(shown)).append('\n');
            shown++;
        }
        int left = parts.size() - shown;
        if (left > 0) {
            text.append("*").append(left).append(" more images do not fit here: see the other reports.*\n");
        }
        return text.toString();
    }

    /** An image with many findings must not take the room of all others, but needs enough for its first ones. */
    private int share(int most) {
        return Math.max(8 * MarkdownReport.RESERVE, most / images.each().size());
    }

    /** A sentence for each finding that made the outcome what it is, and for each image that could not be read. */
    public List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        for (ImageVerdicts.Each image : images.worstFirst()) {
            String before = image.reference() + ": ";
            image.verdict()
                    .ifPresent(verdict -> VerdictReasons.of(verdict).forEach(reason -> reasons.add(before + reason)));
            if (image.verdict().isEmpty()) {
                reasons.add(image.failure().contains(image.reference()) ? image.failure() : before + image.failure());
            }
        }
        return reasons;
    }

    private static String failure(ImageVerdicts.Each image) {
        return Printable.line(Printable.cut(image.failure(), LONGEST));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

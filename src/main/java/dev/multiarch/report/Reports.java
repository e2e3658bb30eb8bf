package dev.multiarch.report;

import dev.multiarch.policy.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/** A verdict in each of the forms that there are. Every text from outside is neutralised in all of them. */
public enum Reports {
    TEXT((verdict, context) -> utf8(text(verdict, false))),
    JSON((verdict, context) -> JsonReport.print(verdict, Optional.of(context))),
    SARIF((verdict, context) -> new SarifReport(verdict).print()),
    JUNIT((verdict, context) -> utf8(new JUnitReport(verdict).print())),
    MARKDOWN((verdict, context) -> utf8(markdown(verdict, context.tags(), Reports.COMMENT))),
    HTML((verdict, context) -> utf8(new HtmlReport(verdict, context).print()));

    /** Characters of a comment, and of a check run's summary, at GitHub. */
    private static final int COMMENT = 65_535;

    private final BiFunction<Verdict, ReportContext, byte[]> writer;

    Reports(BiFunction<Verdict, ReportContext, byte[]> writer) {
        this.writer = writer;
    }

    /** UTF-8, with a newline at the end. */
    public byte[] write(Verdict verdict, ReportContext context) {
        return writer.apply(verdict, context);
    }

    /** For people. */
    public static String text(Verdict verdict, boolean colour) {
        return new TextReport(verdict, colour).print();
    }

    /**
     * Schema {@code dev.multiarch.verdict/v1}. Nothing of the findings is lost, but no terminal or workflow runner that
     * shows the bytes obeys anything in them: what it could obey is escaped as JSON allows.
     */
    public static byte[] json(Verdict verdict) {
        return JsonReport.print(verdict, Optional.empty());
    }

    /**
     * What {@link #json} printed.
     *
     * @param what names it in messages
     * @throws dev.multiarch.text.FormatException if it is malformed, or its outcome is not that of its findings
     */
    public static Verdict read(byte[] json, String what) {
        return VerdictReader.read(json, what);
    }

    /**
     * The commit that was checked out when {@link #write} made this JSON; empty where it does not say.
     *
     * @param what names it in messages
     */
    public static Optional<String> commit(byte[] json, String what) {
        return VerdictReader.commit(json, what);
    }

    /** Size and build time of each platform next to those of another image, as Markdown. */
    public static String change(Verdict now, Verdict before) {
        return ChangeReport.print(now, before);
    }

    /** @param most characters; what does not fit is counted in the last line */
    public static String markdown(Verdict verdict, TagMoves tags, int most) {
        return new MarkdownReport(verdict, tags, most).print();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

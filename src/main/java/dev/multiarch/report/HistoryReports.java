package dev.multiarch.report;

import dev.multiarch.archive.PastBuilds;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.BiFunction;

/** The history of an image's builds in each of the forms that there are. Every text from records is neutralised in all of them. */
public enum HistoryReports {
    TEXT((builds, context) -> utf8(new HistoryText(builds).print())),
    JSON((builds, context) -> HistoryJson.print(builds)),
    HTML((builds, context) -> utf8(new HistoryHtml(builds, context).print()));

    /** Said in each form. */
    static final String CLAIMS = "Times are what the build records claim.";

    private final BiFunction<PastBuilds, ReportContext, byte[]> writer;

    HistoryReports(BiFunction<PastBuilds, ReportContext, byte[]> writer) {
        this.writer = writer;
    }

    /** UTF-8, with a newline at the end. */
    public byte[] write(PastBuilds builds, ReportContext context) {
        return writer.apply(builds, context);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

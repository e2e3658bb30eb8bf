package dev.multiarch.report;

import dev.multiarch.archive.PlanTimes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.BiFunction;

/** The times of one plan's legs in each of the forms that there are. Every text from records is neutralised in all of them. */
public enum TimingReports {
    TEXT((times, context) -> utf8(new TimingText(times).print())),
    JSON((times, context) -> TimingJson.print(times)),
    HTML((times, context) -> utf8(new TimingHtml(times, context).print()));

    private final BiFunction<PlanTimes, ReportContext, byte[]> writer;

    TimingReports(BiFunction<PlanTimes, ReportContext, byte[]> writer) {
        this.writer = writer;
    }

    /** UTF-8, with a newline at the end. */
    public byte[] write(PlanTimes times, ReportContext context) {
        return writer.apply(times, context);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

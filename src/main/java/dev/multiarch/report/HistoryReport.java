package dev.multiarch.report;

import dev.multiarch.archive.PastBuilds;

/** The history of an image's builds. */
public record HistoryReport(PastBuilds builds) implements TimesReport {
    @Override
    public String text() {
        return new HistoryText(builds).print();
    }

    @Override
    public byte[] json() {
        return HistoryJson.print(builds);
    }

    @Override
    public String html(ReportContext context) {
        return new HistoryHtml(builds, context).print();
    }
}

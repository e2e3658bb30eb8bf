package dev.multiarch.report;

import dev.multiarch.archive.PlanTimes;

/** The times of one plan's legs. */
public record TimingReport(PlanTimes times) implements TimesReport {
    @Override
    public String text() {
        return new TimingText(times).print();
    }

    @Override
    public byte[] json() {
        return TimingJson.print(times);
    }

    @Override
    public String html(ReportContext context) {
        return new TimingHtml(times, context).print();
    }
}

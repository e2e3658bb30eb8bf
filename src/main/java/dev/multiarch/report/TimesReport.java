package dev.multiarch.report;

import java.nio.charset.StandardCharsets;

/** Times of builds in each of the forms that there are. Every text from records is neutralised in all of them. */
public interface TimesReport {
    /** Said in each form. */
    String CLAIMS = "Times are what the build records claim.";

    String text();

    /** UTF-8, with a newline at the end. */
    byte[] json();

    String html(ReportContext context);

    /** UTF-8, with a newline at the end. */
    default byte[] write(TimesForm form, ReportContext context) {
        return switch (form) {
            case TEXT -> text().getBytes(StandardCharsets.UTF_8);
            case JSON -> json();
            case HTML -> html(context).getBytes(StandardCharsets.UTF_8);
        };
    }
}

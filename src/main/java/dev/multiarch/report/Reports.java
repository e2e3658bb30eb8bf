package dev.multiarch.report;

import dev.multiarch.policy.Verdict;

/** A verdict in each of the forms that there are. */
public final class Reports {
    private Reports() {}

    /** For people; every text from outside is neutralised. Ends with a newline. */
    public static String text(Verdict verdict, boolean colour) {
        return new TextReport(verdict, colour).print();
    }

    /**
     * Schema {@code dev.multiarch.verdict/v1}, UTF-8. Nothing of the findings is lost, yet no terminal or workflow runner
     * that shows the bytes obeys anything in them: what it could obey is escaped as JSON allows.
     */
    public static byte[] json(Verdict verdict) {
        return JsonReport.print(verdict);
    }
}

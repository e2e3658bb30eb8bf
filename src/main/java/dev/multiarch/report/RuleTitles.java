package dev.multiarch.report;

import java.util.HashMap;
import java.util.Map;

/** What rules are about, in words; each page is read once for a report. */
final class RuleTitles {
    private final Map<String, String> known = new HashMap<>();

    /** Empty for a rule without a page. */
    String of(String rule) {
        return known.computeIfAbsent(
                rule, id -> RulePage.of(id).map(RulePage::title).orElse(""));
    }
}

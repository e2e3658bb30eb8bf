package dev.multiarch.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.it.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page as a browser makes it of the HTML, its script having run under the page's own security policy. */
class HtmlReportIT {
    private static final Pattern VERDICT = Pattern.compile("id=\"verdict\"[^>]*>([^<]*)<");
    private static final Pattern SHOWN = Pattern.compile("<article class=\"finding\" id=\"(f[0-9]+)\"[^>]*>");
    private static final Pattern HIDDEN = Pattern.compile(" hidden=\"");

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path temp;

    @BeforeEach
    void page() throws IOException {
        Stack.require();
        Files.write(temp.resolve("page.html"), Reports.HTML.write(SampleVerdict.verdict(), SampleVerdict.CONTEXT));
    }

    @Test
    void aBrowserReadsTheVerdictOffIt() {
        String dom = dom("");
        assertThat(VERDICT.matcher(dom).results().map(found -> found.group(1))).containsExactly("Verdict: fail");
        assertThat(dom).contains("10 of 10 shown").doesNotContain("<script>alert");
        // Two platforms with the same finding share a card.
        assertThat(shown(dom)).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({
        "kernel,               2",
        "KERNEL+linux/arm64,   1",
        "emulation+record,     2",
        "%3Cb%3E,              2",
        "no+such+text,         0"
    })
    void itsSearchHidesWhatDoesNotFit(String words, int fitting) {
        String dom = dom("?q=" + words);
        assertThat(dom).contains(fitting + " of 10 shown");
        assertThat(shown(dom)).isEqualTo(fitting);
    }

    @Test
    void itsFirstSentenceSaysWhyAndItsWholeDigestCanBeCopied() {
        String dom = dom("");
        assertThat(dom)
                .containsPattern("<h1>Not released: linux/386 is missing; [^<]*; no tag moved[.]</h1>")
                .containsPattern("id=\"copy\" data-text=\"" + SampleVerdict.DIGEST + "\">Copy");
    }

    @Test
    void whatPassedIsFoldedUntilItIsSearchedFor() {
        assertThat(dom("")).contains("<details id=\"settled\">");
        assertThat(dom("?q=unique")).contains("<details id=\"settled\" open=\"\">");
    }

    private static long shown(String dom) {
        return SHOWN.matcher(dom)
                .results()
                .map(MatchResult::group)
                .filter(tag -> !HIDDEN.matcher(tag).find())
                .count();
    }

    private String dom(String query) {
        Transcript browser = commands.program(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + temp.resolve("profile"),
                "--dump-dom",
                temp.resolve("page.html").toUri() + query);
        assertThat(browser).exitCode(0);
        return browser.out();
    }
}

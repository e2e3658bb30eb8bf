package dev.multiarch.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.policy.rules.Rules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageMarkupTest {
    private static String html(String markdown) {
        var html = new Markup("");
        new PageMarkup(html).print(markdown);
        return html.toString().replace("\n", "");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            # image.size                    | ""
            ## How to fix                   | <h3>How to fix</h3>
            "plain ~ text"                  | <p>plain text</p>
            "`**` matches, `*` not"         | <p><code>**</code> matches, <code>*</code> not</p>
            "**The kernel.** It is `6.8`."  | <p><strong>The kernel.</strong> It is <code>6.8</code>.</p>
            "- one~- two~  goes on"         | <ul><li>one</li><li>two goes on</li></ul>
            "1. one~2. two"                 | <ol><li>one</li><li>two</li></ol>
            "see [xx](https://a.example) <" | <p>see xx &lt;</p>
            """)
    void isMarkedUp(String markdown, String expected) {
        assertThat(html(markdown.replace('~', '\n'))).isEqualTo(expected);
    }

    @Test
    void aTable() {
        assertThat(html("| a | b |\n|---|---|\n| `x\\|y` | z |"))
                .contains("<tr><th>a</th><th>b</th></tr><tr><td><code>x|y</code></td><td>z</td></tr>")
                .doesNotContain("---");
    }

    @Test
    void aCodeBlockStaysAsItIs() {
        assertThat(html("a\n\n```yaml\nx: **`1`\n```\n\nb")).isEqualTo("<p>a</p><pre>x: **`1`</pre><p>b</p>");
    }

    /** A reader must not see Markdown's own signs outside of code. */
    @Test
    void nothingOfMarkdownIsLeftInAnyPage() {
        Rules.ALL.forEach(
                rule -> assertThat(html(RulePage.of(rule.id()).orElseThrow().markdown())
                                .replaceAll("(?s)<pre>.*?</pre>", "")
                                .replaceAll("<code>[^<]*</code>", ""))
                        .as(rule.id())
                        .doesNotContain("**", "`", "](", "|--"));
    }
}

package dev.multiarch.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * One page that needs nothing from elsewhere: its policy (CSP level 3) lets the browser run the one script and use the one
 * style sheet that are in it, by their hashes, and load nothing at all.
 */
final class HtmlPage {
    private final Markup html = new Markup("<!DOCTYPE html>\n");
    private final String script;

    /** Without a script. */
    HtmlPage() {
        this.script = "";
    }

    HtmlPage(String script) {
        this.script = resource(script);
    }

    Markup html() {
        return html;
    }

    /** Leaves the element {@code html} open. */
    void begin(String title) {
        String style = resource("page.css");
        html.open("html", "lang", "en").line().open("head").line();
        html.empty("meta", "charset", "utf-8").line();
        String scripts = script.isEmpty() ? "" : "; script-src " + hash(script);
        String policy =
                "default-src 'none'; style-src " + hash(style) + scripts + "; base-uri 'none'; form-action 'none'";
        html.trusted("<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\"/>\n");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        html.empty("meta", "name", "referrer", "content", "no-referrer").line();
        html.element("title", title).line();
        html.open("style").trusted(style).end().end();
    }

    /** An entry of a list of facts. */
    void fact(String name, String value) {
        html.element("dt", name).open("dd").element("code", value).close().line();
    }

    /** When, where and by what the page was made. */
    void origin(ReportContext context) {
        fact("Date", context.time().truncatedTo(ChronoUnit.SECONDS).toString());
        context.run().ifPresent(run -> fact("Run", run));
        fact("Written by", "multiarch " + context.version());
    }

    /** One that is scrolled on a narrow screen. */
    void times(List<String> heads, Stream<List<String>> rows) {
        html.open("div", "class", "scroll").open("table", "class", "times").line();
        row("th", heads);
        rows.forEach(cells -> row("td", cells));
        html.end().end();
    }

    private void row(String kind, List<String> cells) {
        html.open("tr");
        cells.forEach(cell -> html.element(kind, cell));
        html.end();
    }

    /** Closes body and page; the whole of it. */
    String end() {
        if (!script.isEmpty()) {
            html.open("script").trusted(script).end();
        }
        return html.end().end().toString();
    }

    private static String resource(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream("/dev/multiarch/report/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}

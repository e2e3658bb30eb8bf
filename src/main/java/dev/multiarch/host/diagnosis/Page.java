package dev.multiarch.host.diagnosis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A kind's page: a heading with its id, a paragraph that says in one sentence what happened, and three sections.
 *
 * @param title that sentence
 * @param cause the likely one, in Markdown
 * @param tell how to find out whether it is that
 * @param fix what to do, with commands that can be pasted
 */
public record Page(String title, String cause, String tell, String fix) {
    private static final String CAUSE = "\n## Likely cause\n";
    private static final String TELL = "\n## How to tell\n";
    private static final String FIX = "\n## What to do\n";

    static Page of(String id) {
        try (InputStream in = Page.class.getResourceAsStream(id + ".md")) {
            if (in == null) {
                throw new IllegalStateException("no page for " + id);
            }
            return parse(id, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // our own jar can't be read
        }
    }

    static Page parse(String id, String markdown) {
        String heading = "# " + id + "\n";
        int cause = markdown.indexOf(CAUSE);
        int tell = markdown.indexOf(TELL);
        int fix = markdown.indexOf(FIX);
        if (!markdown.startsWith(heading) || cause < 0 || tell < cause || fix < tell) {
            throw new IllegalStateException("the page of " + id + " lacks its heading or one of its three sections");
        }
        return new Page(
                markdown.substring(heading.length(), cause).strip(),
                markdown.substring(cause + CAUSE.length(), tell).strip(),
                markdown.substring(tell + TELL.length(), fix).strip(),
                markdown.substring(fix + FIX.length()).strip());
    }
}

package dev.multiarch.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A rule's page: Markdown whose first paragraph says in one or two sentences what the rule asks for. */
public record RulePage(String markdown) {
    public static Optional<RulePage> of(String rule) {
        String name = "/dev/multiarch/policy/rules/" + rule + ".md";
        try (InputStream in = RulePage.class.getResourceAsStream(name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new RulePage(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // our own jar can't be read
        }
    }

    public String summary() {
        String[] paragraphs = markdown.split("\n\n+", 3);
        return paragraphs.length < 2
                ? markdown.strip()
                : paragraphs[1].replace('\n', ' ').strip();
    }
}

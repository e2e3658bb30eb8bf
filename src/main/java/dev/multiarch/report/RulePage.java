package dev.multiarch.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The page of a rule, or of another part of a policy: Markdown whose first paragraph says in one or two sentences
 * what it is about.
 */
public record RulePage(String markdown) {
    /** What has a page and is not a rule. */
    public static final List<String> TOPICS = List.of("policy.platforms", "policy.waivers", "policy.immutable-tags");

    private static final String FOLDER = "/dev/multiarch/policy/";

    public static Optional<RulePage> of(String rule) {
        String name = TOPICS.contains(rule) ? rule.substring("policy.".length()) : "rules/" + rule;
        try (InputStream in = RulePage.class.getResourceAsStream(FOLDER + name + ".md")) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new RulePage(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // our own jar can't be read
        }
    }

    /** The first sentence of the summary, without its full stop and without marks. */
    public String title() {
        return summary().replaceFirst("(?s)[.](\\s.*)?$", "").replace("`", "");
    }

    public String summary() {
        String[] paragraphs = markdown.split("\n\n+", 3);
        return paragraphs.length < 2
                ? markdown.strip()
                : paragraphs[1].replace('\n', ' ').strip();
    }
}

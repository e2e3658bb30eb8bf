package dev.multiarch.registry.embedded;

import dev.multiarch.text.FormatException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one request is to fail, in words: {@code GET /v2/app/manifests/1 status=503 times=2}.
 *
 * @param line method and path; the path as it comes, without a query
 * @param times how often; empty for always
 */
public record FaultRule(String line, Fault fault, Optional<Integer> times) {
    private static final Pattern LINE =
            Pattern.compile("(GET|HEAD|POST|PUT|PATCH|DELETE) (/v2/\\S*) (\\S+)(?: times=(\\d{1,4}))?");
    private static final Pattern STATUS = Pattern.compile("status=([2-5]\\d\\d)");
    private static final Pattern DELAY = Pattern.compile("delay=(\\d{1,4})s");
    private static final Pattern CUT = Pattern.compile("cut=(\\d{1,9})");
    private static final Pattern REDIRECT = Pattern.compile("redirect=(https?://\\S+|/\\S*)");
    private static final int TEMPORARY = 307;

    public static FaultRule parse(String text) {
        Matcher words = LINE.matcher(text.strip());
        if (!words.matches()) {
            throw malformed(text);
        }
        Fault fault = fault(words.group(3)).orElseThrow(() -> malformed(text));
        return new FaultRule(
                words.group(1) + " " + words.group(2),
                fault,
                Optional.ofNullable(words.group(4)).map(Integer::valueOf));
    }

    private static Optional<Fault> fault(String word) {
        Matcher status = STATUS.matcher(word);
        Matcher delay = DELAY.matcher(word);
        Matcher cut = CUT.matcher(word);
        Matcher redirect = REDIRECT.matcher(word);
        if (status.matches()) {
            return Optional.of(Fault.status(Integer.parseInt(status.group(1))));
        }
        if (delay.matches()) {
            return Optional.of(Fault.delay(Duration.ofSeconds(Long.parseLong(delay.group(1)))));
        }
        if (cut.matches()) {
            return Optional.of(Fault.cut(Long.parseLong(cut.group(1))));
        }
        if (redirect.matches()) {
            return Optional.of(Fault.redirect(TEMPORARY, redirect.group(1)));
        }
        return word.equals("wrong-bytes") ? Optional.of(Fault.wrongBytes()) : Optional.empty();
    }

    private static FormatException malformed(String text) {
        return new FormatException(
                "fault \"" + text + "\" is malformed: expected METHOD /v2/PATH and one of status=503,"
                        + " delay=5s, cut=100 (bytes), wrong-bytes, redirect=URL, then times=N where it is not for always;"
                        + " such as 'GET /v2/app/manifests/1 status=503 times=2'");
    }

    public void in(EmbeddedRegistry registry) {
        if (times.isEmpty()) {
            registry.failAlways(line, fault);
        } else {
            List<Fault> several = new ArrayList<>(Collections.nCopies(times.get(), fault));
            registry.fail(line, several.toArray(Fault[]::new));
        }
    }
}

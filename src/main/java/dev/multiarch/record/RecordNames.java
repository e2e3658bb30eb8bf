package dev.multiarch.record;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The small names by which records are found without reading others. Each is its own object, written once, that holds
 * the record's key and digest:
 *
 * <ul>
 *   <li>{@code _recent/IMAGE/PLATFORM/TIME.ATTEMPT.PLAN}, the newest first: stores list upwards only, so the time is
 *       inverted.
 *   <li>{@code _image/HEX}, of the first record whose leg resulted in that image manifest: a later one took it from the
 *       cache.
 * </ul>
 */
public final class RecordNames {
    public static final String RECENT = "_recent/";
    public static final String IMAGE = "_image/";

    private static final long END_OF_TIME = 0xffff_ffff_ffffL;
    private static final int LONGEST_IMAGE = 24;
    private static final Pattern FORM =
            Pattern.compile(RECENT + "([^/]+)/([^/]+)/([0-9a-f]{12})\\.([1-9][0-9]{0,8})\\.([^/]+)");

    /**
     * What a name says.
     *
     * @param image the folder of its image, see {@link #folder(String)}
     * @param slug of the platform
     * @param finished when the leg was built, to the millisecond, by its runner's clock
     */
    public record Recent(String image, String slug, Instant finished, int attempt, String plan) {
        public String key() {
            return plan + "/" + slug + "/" + attempt + ".json";
        }
    }

    private RecordNames() {}

    /** Empty where it is not such a name. */
    public static Optional<Recent> recent(String name) {
        Matcher matcher = FORM.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Instant finished = Instant.ofEpochMilli(END_OF_TIME - Long.parseLong(matcher.group(3), 16));
        int attempt = Integer.parseInt(matcher.group(4));
        return Optional.of(new Recent(matcher.group(1), matcher.group(2), finished, attempt, matcher.group(5)));
    }

    /** The name of a record by its image, platform and time. */
    public static String recent(BuildRecord record) {
        long inverted = END_OF_TIME - record.finished().toEpochMilli();
        return folder(record.image(), record.platform()) + String.format(Locale.ROOT, "%012x", inverted) + "."
                + record.attempt() + "." + record.plan();
    }

    /** The names of all records of an image's platform are below it, the newest first. */
    public static String folder(String image, Platform platform) {
        return folder(image) + platform.slug() + "/";
    }

    /** @param image the repository's name; its digest tells names apart that end alike */
    public static String folder(String image) {
        String last = image.substring(image.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9_.-]", "_");
        String shown = last.length() > LONGEST_IMAGE ? last.substring(0, LONGEST_IMAGE) : last;
        String digest = Digest.of(image.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 12);
        return RECENT + (shown + "-" + digest).replaceFirst("^[.-]", "_") + "/";
    }

    static String of(Digest image) {
        return IMAGE + image.hex();
    }
}

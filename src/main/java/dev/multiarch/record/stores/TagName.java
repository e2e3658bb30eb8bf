package dev.multiarch.record.stores;

import dev.multiarch.image.Digest;
import dev.multiarch.record.ObjectName;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tag of an object in a registry. Names that begin alike have tags that begin alike, so that a folder is a range of tags. All
 * letters are lower-case, as OCI Distribution 1.1 orders tags without regard to case: {@code /} is {@code _-}, {@code _} is
 * {@code __}, and {@code X} is {@code _x}. A name whose tag would be longer than 128 characters has one by its digest, and stands
 * in full in the artifact.
 *
 * @param begin of all these tags, which no image's tag begins with
 */
record TagName(String begin) {
    /** Of what is kept in its own repository. */
    static final TagName RECORDS = new TagName("multiarch.");

    /** Of what stands among the images. */
    static final TagName INTENTS = new TagName("multiarch-intent-");

    private static final int LONGEST = 128;
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /** What tags by digest begin with: no name begins with a dot. */
    String hashed() {
        return begin + ".";
    }

    /** Every object is in a folder: {@code multiarch.latest} may be the tag of an image. */
    boolean isObject(String tag) {
        return name(tag).filter(name -> name.contains("/")).isPresent()
                || isHashed(tag)
                        && HEX.matcher(tag.substring(hashed().length())).matches();
    }

    boolean isHashed(String tag) {
        return tag.startsWith(hashed());
    }

    boolean isOurs(String tag) {
        return tag.startsWith(begin);
    }

    String of(String name) {
        String tag = spelt(name);
        return tag.length() <= LONGEST
                ? tag
                : hashed() + Digest.of(name.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /** What the tags of a folder's names begin with, but for those by digest. */
    String prefix(String folder) {
        return spelt(folder);
    }

    /** Empty for a tag by digest, and for one that is not ours. */
    Optional<String> name(String tag) {
        if (!isOurs(tag)) {
            return Optional.empty();
        }
        var name = new StringBuilder();
        for (int i = begin.length(); i < tag.length(); i++) {
            char c = tag.charAt(i);
            if (c == '_' && ++i < tag.length()) {
                char next = tag.charAt(i);
                c = next == '-' ? '/' : Character.toUpperCase(next);
            }
            name.append(c);
        }
        String text = name.toString();
        return ObjectName.isName(text) && spelt(text).equals(tag) ? Optional.of(text) : Optional.empty();
    }

    private String spelt(String name) {
        var tag = new StringBuilder(begin);
        for (char c : name.toCharArray()) {
            if (c == '/') {
                tag.append("_-");
            } else if (c == '_' || c >= 'A' && c <= 'Z') {
                tag.append('_').append(String.valueOf(c).toLowerCase(Locale.ROOT));
            } else {
                tag.append(c);
            }
        }
        return tag.toString();
    }
}

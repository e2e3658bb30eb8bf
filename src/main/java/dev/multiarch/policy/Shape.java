package dev.multiarch.policy;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a value of a policy looks like, for editors: as much as JSON Schema can say. The code that reads a value knows more.
 */
public sealed interface Shape {
    Shape FLAG = new Flag();
    Shape PLATFORMS =
            new Lists(new Text("[A-Za-z0-9_.()-]+(?:/[A-Za-z0-9_.-]+){0,2}", "a platform such as linux/arm64"));
    Shape DURATION = new Text(
            "(?:[0-9]{1,9}[wdhm] ?){0,4}[0-9]{1,9}(?:[wdhm]|(?:\\.[0-9]{1,3})?s)",
            "a duration such as 90s, 20m, 1h 30m, 7d or 2w");
    Shape SIZE = new Text("\\d{1,9}(?:KiB|MiB|GiB)", "a size such as 200MiB");
    Shape VERSION = new Text("\\d{1,9}(?:\\.\\d{1,9}){1,7}(?:[^0-9].*)?", "a version in quotes, such as \"4.8\"");

    /** {@code true} or {@code false}. */
    record Flag() implements Shape {}

    /** One of these words. */
    record Words(List<String> words) implements Shape {
        public Words {
            words = List.copyOf(words);
        }

        public static Words of(Collection<?> words) {
            return new Words(words.stream().map(Object::toString).toList());
        }
    }

    /**
     * A text, never a number or a flag without quotes.
     *
     * @param pattern of the whole text, in what JavaScript's and Java's regular expressions share
     * @param about for people
     */
    record Text(String pattern, String about) implements Shape {
        public static Text any(String about) {
            return new Text("", about);
        }
    }

    /** A number without quotes, from {@code least} on. */
    record Number(boolean whole, int least, String about) implements Shape {}

    record Lists(Shape item) implements Shape {}

    /**
     * A mapping with these keys alone.
     *
     * @param least how many of them there must be
     * @param required those that there must be
     */
    record Keys(Map<String, Shape> keys, int least, List<String> required) implements Shape {
        public Keys(Map<String, Shape> keys, int least) {
            this(keys, least, List.of());
        }

        public Keys {
            required = List.copyOf(required);
            keys = Collections.unmodifiableMap(new TreeMap<>(keys));
        }
    }

    /** A mapping from any key. */
    record AnyKey(Shape value) implements Shape {}

    /** One or the other. */
    record Either(List<Shape> shapes) implements Shape {
        public static Either of(Shape... shapes) {
            return new Either(List.of(shapes));
        }
    }
}

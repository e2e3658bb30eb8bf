package dev.multiarch.policy.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A value of a YAML file, and its place. */
public sealed interface Yaml {
    Place place();

    /** As messages call it: {@code the number 4.10}, {@code a list}. */
    String described();

    /**
     * @param plain whether it has no quotes, so that YAML may take it for a number or a boolean
     */
    record Scalar(Place place, String text, boolean plain) implements Yaml {
        private static final String NUMBER =
                "[-+]?(?:\\.[0-9]{1,99}|[0-9]{1,99}(?:\\.[0-9]{0,99})?)(?:[eE][-+]?[0-9]{1,9})?"
                        + "|0o[0-7]{1,99}|0x[0-9a-fA-F]{1,99}|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)";

        public boolean isNothing() {
            return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }

        public boolean isFlag() {
            return plain && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"));
        }

        public boolean isNumber() {
            return plain && text.matches(NUMBER);
        }

        @Override
        public String described() {
            if (isNothing()) {
                return "nothing";
            }
            if (isFlag()) {
                return text;
            }
            return isNumber() ? "the number " + Problems.clipped(text) : Problems.quoted(text);
        }
    }

    /** A list. */
    record Sequence(Place place, List<Yaml> items) implements Yaml {
        @Override
        public String described() {
            return "a list";
        }
    }

    /** Keys with their values, in the file's order. */
    record Mapping(Place place, Map<String, Entry> entries) implements Yaml {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        public Optional<Yaml> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }

        /**
         * This laid over {@code base}: mappings key by key, everything else as a whole.
         *
         * @param whole whether the value at a path, {@code image.labels.team}, is replaced as a whole too
         */
        public Mapping over(Mapping base, Predicate<String> whole) {
            return over(base, "", whole);
        }

        private Mapping over(Mapping base, String prefix, Predicate<String> whole) {
            Map<String, Entry> merged = new LinkedHashMap<>(base.entries);
            entries.forEach(
                    (key, own) -> merged.merge(key, own, (theirs, ours) -> ours.over(theirs, prefix + key, whole)));
            return new Mapping(place, merged);
        }

        public Mapping without(String key) {
            Map<String, Entry> rest = new LinkedHashMap<>(entries);
            rest.remove(key);
            return new Mapping(place, rest);
        }

        @Override
        public String described() {
            return "a mapping";
        }
    }

    /** A value that was refused already; nobody has to complain of it again. */
    record Broken(Place place) implements Yaml {
        @Override
        public String described() {
            return "nothing that can be read";
        }
    }

    /** @param keyPlace the place of the key, which is where people look */
    record Entry(Place keyPlace, Yaml value) {
        private Entry over(Entry base, String path, Predicate<String> whole) {
            return value instanceof Mapping ours && base.value instanceof Mapping theirs && !whole.test(path)
                    ? new Entry(keyPlace, ours.over(theirs, path + ".", whole))
                    : this;
        }
    }
}

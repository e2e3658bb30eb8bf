package dev.multiarch.policy.rules;

import dev.multiarch.image.layers.Binaries.Binary;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.text.PathGlob;
import dev.multiarch.text.Sizes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which files of which images are looked at.
 *
 * @param max compressed bytes of an image that is read; larger ones are skipped
 */
record ElfScope(Range range, List<PathGlob> ignore, long max) {
    enum Range {
        ENTRYPOINT("the program that starts"),
        EXECUTABLES("every program and shared object"),
        ALL("every ELF file");

        private final String files;

        Range(String files) {
            this.files = files;
        }

        String files() {
            return files;
        }
    }

    private static final List<String> RANGES = Arrays.stream(Range.values())
            .map(range -> range.name().toLowerCase(Locale.ROOT))
            .toList();

    static Optional<ElfScope> read(Yaml value, Yaml.Mapping siblings, Values values) {
        if (!(value instanceof Yaml.Mapping mapping)) {
            return values.flag(value)
                    .filter(on -> on)
                    .map(on -> new ElfScope(Range.EXECUTABLES, List.of(), Long.MAX_VALUE));
        }
        values.onlyKeys(mapping, "image.elf-machine", List.of("scope", "ignore", "read"));
        Optional<Range> range = mapping.get("scope").isEmpty()
                ? Optional.of(Range.EXECUTABLES)
                : range(mapping.get("scope").get(), values);
        Optional<List<PathGlob>> ignore = mapping.get("ignore").isEmpty()
                ? Optional.of(List.of())
                : values.texts(mapping.get("ignore").get(), "a list of paths such as [\"/opt/sdk/**\"]", "a path")
                        .map(texts -> texts.stream()
                                .map(text -> PathGlob.of(text.text()))
                                .toList());
        Optional<Long> max = mapping.get("read").isEmpty()
                ? Optional.of(Long.MAX_VALUE)
                : Settings.only("max", Settings.text("a size such as 200MiB", Sizes::parse))
                        .read(mapping.get("read").get(), mapping, values);
        return range.flatMap(r -> ignore.flatMap(i -> max.map(m -> new ElfScope(r, i, m))));
    }

    static Shape shape() {
        Shape ignore = new Shape.Lists(Shape.Text.any("a path such as /opt/sdk/**"));
        return Shape.Either.of(
                Shape.FLAG,
                new Shape.Keys(
                        Map.of(
                                "scope",
                                new Shape.Words(RANGES),
                                "ignore",
                                ignore,
                                "read",
                                Settings.only("max", Shape.SIZE)),
                        0));
    }

    private static Optional<Range> range(Yaml value, Values values) {
        return values.text(value, "one of " + String.join(", ", RANGES)).flatMap(text -> {
            if (!RANGES.contains(text)) {
                values.unknown(value.place(), "scope", text, "", RANGES);
                return Optional.empty();
            }
            return Optional.of(Range.valueOf(text.toUpperCase(Locale.ROOT)));
        });
    }

    boolean ignores(String path) {
        return ignore.stream().anyMatch(glob -> glob.matches(path));
    }

    /** Whether a kernel or a loader could take it: what has no header that makes sense is data. */
    boolean includes(Binary file) {
        return switch (range) {
            case ENTRYPOINT -> false;
            case EXECUTABLES ->
                file.header()
                        .filter(header -> header.isLoadable() && (file.executable() || header.isShared()))
                        .isPresent();
            case ALL -> file.header().filter(header -> !header.isBpf()).isPresent();
        };
    }
}

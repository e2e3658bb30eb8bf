package dev.multiarch.policy.rules;

import dev.multiarch.image.Platform;
import dev.multiarch.image.layers.Binaries;
import dev.multiarch.image.layers.Binaries.Binary;
import dev.multiarch.policy.Answer;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Sizes;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

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

    /** What a file for other CPUs lies in without anybody trying to start it here. */
    private static final Pattern FOREIGN =
            Pattern.compile("/(usr/)?lib/firmware/.*|/usr/share/(qemu|seabios|openbios)/.*"
                    + "|(.*/)?qemu-[a-z0-9_]+(-static)?"
                    + "|/usr(/local)?/((lib|libexec)/(gcc|gcc-cross)/)?[a-z0-9_]+(-[a-z0-9]+)?-linux-[a-z0-9]+/.*");

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

    /** An image's files by what they mean for the verdict. */
    static final class Sorted {
        private final ElfScope scope;
        private final List<Binary> wrong = new ArrayList<>();
        private final List<Binary> broken = new ArrayList<>();
        private int fit;
        private int foreign;
        private int ignored;

        Sorted(ElfScope scope, Platform platform, Binaries binaries) {
            this.scope = scope;
            String start = binaries.started().path().orElse("");
            for (Binary file : binaries.files()) {
                boolean starts = file.path().equals(start);
                if (scope.ignore.stream().anyMatch(glob -> glob.matches(file.path()))) {
                    ignored++;
                } else if (starts || scope.includes(file)) {
                    sort(file, starts, platform);
                }
            }
        }

        private void sort(Binary file, boolean starts, Platform platform) {
            if (file.header().isEmpty()) {
                broken.add(file);
            } else if (file.header().get().serves(platform)) {
                fit++;
            } else if (starts) {
                wrong.add(0, file);
            } else if (file.header().get().isOfNoPlatform()
                    || FOREIGN.matcher(file.path()).matches()) {
                foreign++;
            } else {
                wrong.add(file);
            }
        }

        Answer answer(Binaries binaries, String wanted) {
            String rest = (foreign == 0 ? "" : "; " + foreign + " for other machines are where such files belong")
                    + (ignored == 0 ? "" : "; " + ignored + " ignored by the policy");
            if (!wrong.isEmpty()) {
                return ElfMachine.wrong(wrong, wanted, rest);
            }
            if (!broken.isEmpty()) {
                String why = broken.get(0).path() + " begins like ELF, but its header is cut off or malformed";
                return Answer.unknown(wanted, why, "build it anew, or ignore that path in the policy");
            }
            String files = fit == 1 ? "1 file" : fit + " files";
            return fit == 0
                    ? ElfMachine.nothing(binaries, scope.range, wanted)
                    : Answer.pass(wanted, files, files + " of " + wanted + rest);
        }
    }

    private boolean includes(Binary file) {
        return switch (range) {
            case ENTRYPOINT -> false;
            case EXECUTABLES ->
                file.header()
                        .map(header -> header.isLoadable() && (file.executable() || header.isShared()))
                        .orElse(file.executable());
            case ALL -> file.header().map(header -> !header.isBpf()).orElse(true);
        };
    }
}

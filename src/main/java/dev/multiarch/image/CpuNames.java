package dev.multiarch.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names that people give to CPUs in paths: Node's {@code linux-x64}, .NET's {@code linux-musl-arm64}, Debian's {@code
 * aarch64-linux-gnu}, Rust's {@code riscv64gc-unknown-linux-gnu}, Java's {@code Linux/x86_64}, Android's {@code arm64-v8a}.
 */
public final class CpuNames {
    /**
     * @param words a regular expression in lower case
     * @param architecture that they mean, by its name in image platforms
     * @param others that some people mean by them
     */
    private record Row(String words, String architecture, List<String> others) {
        static Row of(String architecture, String words, String... others) {
            return new Row(words, architecture, List.of(others));
        }
    }

    /** One name in a path. */
    public record Name(String written, String architecture, Set<String> possible) {
        /** Whether a file of this header can be meant. An architecture without a known header contradicts nothing. */
        public boolean allows(ElfHeader header) {
            return possible.stream().anyMatch(header::isOf);
        }

        /** Whether this can be the name of the platform's own CPU. */
        public boolean canMean(Platform platform) {
            return possible.contains(platform.architecture());
        }
    }

    /** Longer words come before those that they begin with. */
    private static final List<Row> TABLE = List.of(
            Row.of("arm64", "linux[-_]64bit[-_]arm"),
            Row.of("arm64be", "aarch64_be|arm64be"),
            Row.of("arm64", "arm64(?:-?v8a?|e)?|aarch[-_]?64|arm_64|armv9[a-z]{0,2}|sbsa"),
            Row.of("arm64", "armv8[a-z]{0,2}", "arm"),
            Row.of("armbe", "armeb|armbe"),
            Row.of("arm", "armeabi(?:-v7a)?|arm(?:hf|el|32(?:v[567])?|v[4-7][a-z]{0,6})|thumbv[4-8][a-z]{0,4}"),
            Row.of("arm", "arm", "arm64"),
            Row.of("amd64", "linux[-_]64bit[-_]intel|linux[-_]?64(?:bit)?|intel64|em64t"),
            Row.of("amd64", "amd64(?:v[1-4])?|x86[-_]64h?|x64"),
            Row.of("386", "linux[-_]?32(?:bit)?|i?386|i[456]86|ia32"),
            Row.of("386", "x86", "amd64"),
            Row.of("ppc64le", "ppc64(?:le|el)|powerpc64le|ppcle_64"),
            Row.of("ppc64", "ppc64|powerpc64|ppc_64", "ppc64le"),
            Row.of("s390x", "s390x|s390_64"),
            Row.of("riscv64", "riscv(?:_?64[a-z]{0,10})?"),
            Row.of("loong64", "loong(?:arch)?_?64|loongarch"),
            Row.of("mips64le", "mips64(?:el|le)|mipsisa64(?:r6)?el"),
            Row.of("mips64", "mips64", "mips64le"),
            Row.of("mipsle", "mips(?:el|le)"),
            Row.of("mips", "mips", "mipsle"));

    private static final Pattern WORDS = Pattern.compile(TABLE.stream()
            .map(row -> "(" + row.words() + ")")
            .collect(Collectors.joining("|", "(?<![a-z0-9])(?:", ")(?![a-z0-9])")));

    /** No path component of Linux is longer. */
    private static final int LONGEST = 255;

    private CpuNames() {}

    /** What one component of a path names, in its order. */
    public static List<Name> in(String component) {
        String lower = component.toLowerCase(Locale.ROOT);
        if (lower.length() > LONGEST) {
            return List.of();
        }
        List<Name> names = new ArrayList<>();
        Matcher matcher = WORDS.matcher(lower);
        while (matcher.find()) {
            for (int i = 0; i < TABLE.size(); i++) {
                if (matcher.group(i + 1) != null) {
                    Row row = TABLE.get(i);
                    List<String> possible = new ArrayList<>(row.others());
                    possible.add(row.architecture());
                    names.add(new Name(matcher.group(), row.architecture(), Set.copyOf(possible)));
                }
            }
        }
        return names;
    }

    /** The parts of an absolute path between its slashes. */
    public static List<String> components(String path) {
        return Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
    }
}

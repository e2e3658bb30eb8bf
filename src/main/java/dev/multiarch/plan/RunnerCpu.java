package dev.multiarch.plan;

import dev.multiarch.image.Platform;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a runner's labels say of its CPU. GitHub gives its own machines names, and those of others the labels X64, ARM64 and
 * ARM. The build record later says what was so.
 *
 * @param architectures that it runs for certain; empty where the labels do not say
 * @param taken whether it is taken for a native runner where they do not: that is what people name a label for one platform for
 */
record RunnerCpu(Optional<Set<String>> architectures, boolean taken) {
    private static final Pattern HOSTED = Pattern.compile("(ubuntu|windows|macos)-[a-z0-9.]+(-arm)?");
    private static final Set<String> X86 = Set.of("amd64", "386");
    private static final Set<String> ARM64 = Set.of("arm64");
    private static final String ARM = "arm";
    private static final Map<String, Set<String>> LABELS =
            Map.of("x64", X86, "x86", Set.of("386"), "arm64", ARM64, ARM, Set.of(ARM));

    static RunnerCpu of(Runner runner, boolean named) {
        List<String> labels = runner.labels();
        Optional<Set<String>> hosted = labels.stream()
                .filter(label -> HOSTED.matcher(label).matches())
                .findFirst()
                .map(label -> label.endsWith("-arm") ? ARM64 : X86);
        return new RunnerCpu(
                hosted.or(() -> labels.stream()
                        .map(label -> label.toLowerCase(Locale.ROOT))
                        .filter(LABELS::containsKey)
                        .findFirst()
                        .map(LABELS::get)),
                named);
    }

    boolean isKnown() {
        return architectures.isPresent();
    }

    boolean emulates(Platform platform) {
        String architecture = platform.architecture();
        return architectures
                .map(runs -> !runs.contains(architecture))
                .orElseGet(() -> !taken && !X86.contains(architecture));
    }

    /** Many CPUs for arm64 don't run 32-bit Arm any more, and no label says which. */
    boolean isCertain(Platform platform) {
        boolean arm64 = architectures.map(ARM64::equals).orElse(taken);
        return !(platform.architecture().equals(ARM) && arm64);
    }
}

package dev.multiarch.plan;

import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which runner builds which platform. Platforms without an entry use GitHub's hosted runners: amd64 and 386 to {@code
 * ubuntu-24.04}, arm64 to {@code ubuntu-24.04-arm}, all else to {@code ubuntu-24.04} under emulation.
 */
public final class RunnerMap {
    public static final RunnerMap DEFAULT = new RunnerMap(Map.of(), Optional.empty());

    private static final String AMD64_RUNNER = "ubuntu-24.04";
    private static final String ARM64_RUNNER = "ubuntu-24.04-arm";
    private static final Set<String> X86 = Set.of("amd64", "386");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern HOSTED = Pattern.compile("(ubuntu|windows|macos)-[a-z0-9.]+(-arm)?");

    private final Map<Platform, String> named;
    private final Optional<String> others;

    private RunnerMap(Map<Platform, String> named, Optional<String> others) {
        this.named = named;
        this.others = others;
    }

    /** Reads {@code linux/arm64=my-arm-runner,*=big-runner}, separated by commas or lines. */
    public static RunnerMap parse(String text) {
        Map<Platform, String> named = new LinkedHashMap<>();
        Optional<String> others = Optional.empty();
        for (String entry : Words.list(text)) {
            int equals = entry.indexOf('=');
            if (equals <= 0) {
                throw new FormatException("runner \"" + entry
                        + "\" is malformed: expected PLATFORM=LABEL, such as linux/arm64=ubuntu-24.04-arm");
            }
            String label = label(entry.substring(equals + 1).strip());
            String platform = entry.substring(0, equals).strip();
            if (platform.equals("*")) {
                others = Optional.of(label);
            } else if (named.put(KnownPlatforms.parse(platform), label) != null) {
                throw new FormatException("runners name " + KnownPlatforms.parse(platform) + " twice");
            }
        }
        return new RunnerMap(named, others);
    }

    public Plan.Leg leg(Platform platform) {
        boolean arm64 = platform.architecture().equals("arm64");
        String runner =
                Optional.ofNullable(named.get(platform)).or(() -> others).orElse(arm64 ? ARM64_RUNNER : AMD64_RUNNER);
        return new Plan.Leg(platform, runner, emulated(platform, runner));
    }

    /**
     * What is to be expected; the build record later says what was so. A label of one's own that is named for one platform
     * is taken for a native runner: that is what people name one for.
     */
    private boolean emulated(Platform platform, String runner) {
        boolean armRunner = runner.endsWith("-arm");
        if (HOSTED.matcher(runner).matches()) {
            Set<String> natively = armRunner ? Set.of("arm64") : X86;
            return !natively.contains(platform.architecture());
        }
        return !named.containsKey(platform) && !X86.contains(platform.architecture());
    }

    private static String label(String label) {
        if (!LABEL.matcher(label).matches()) {
            throw new FormatException("runner label \"" + label
                    + "\" is malformed: expected letters, digits, _ . -, such as ubuntu-24.04");
        }
        return label;
    }

    /** The platforms that were named, so that a plan can refuse a name that it has no leg for. */
    public List<Platform> platforms() {
        return List.copyOf(named.keySet());
    }
}

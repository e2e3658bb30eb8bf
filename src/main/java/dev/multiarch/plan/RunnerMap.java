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
    private static final Pattern HOSTED = Pattern.compile("(ubuntu|windows|macos)-[a-z0-9.]+(-arm)?");

    private final Map<Platform, Runner> named;
    private final Optional<Runner> others;

    private RunnerMap(Map<Platform, Runner> named, Optional<Runner> others) {
        this.named = named;
        this.others = others;
    }

    /**
     * Reads {@code linux/arm64=my-arm-runner,*=big-runner}, separated by commas or lines; or JSON, whose values are what
     * {@code runs-on} takes.
     */
    public static RunnerMap parse(String text) {
        Map<String, Runner> entries = new LinkedHashMap<>();
        if (text.strip().startsWith("{")) {
            Runner.map(text).forEach((platform, runner) -> entries.put(platform.strip(), new Runner(runner)));
        } else {
            labels(text, entries);
        }
        Map<Platform, Runner> named = new LinkedHashMap<>();
        Optional<Runner> others = Optional.ofNullable(entries.remove("*"));
        entries.forEach((platform, runner) -> {
            if (named.put(KnownPlatforms.parse(platform), runner) != null) {
                throw twice(KnownPlatforms.parse(platform).toString());
            }
        });
        return new RunnerMap(named, others);
    }

    private static void labels(String text, Map<String, Runner> entries) {
        for (String entry : Words.list(text)) {
            int equals = entry.indexOf('=');
            if (equals <= 0) {
                throw new FormatException("runner \"" + entry
                        + "\" is malformed: expected PLATFORM=LABEL, such as linux/arm64=ubuntu-24.04-arm");
            }
            Runner label = Runner.label(entry.substring(equals + 1).strip());
            String platform = entry.substring(0, equals).strip();
            if (entries.put(platform, label) != null) {
                throw twice(platform);
            }
        }
    }

    private static FormatException twice(String platform) {
        return new FormatException("runners name " + platform + " twice");
    }

    public Plan.Leg leg(Platform platform) {
        boolean arm64 = platform.architecture().equals("arm64");
        Runner runner = Optional.ofNullable(named.get(platform))
                .or(() -> others)
                .orElseGet(() -> Runner.label(arm64 ? ARM64_RUNNER : AMD64_RUNNER));
        return new Plan.Leg(platform, runner, emulated(platform, runner));
    }

    /**
     * What is to be expected; the build record later says what was so. A label of one's own that is named for one platform
     * is taken for a native runner: that is what people name one for.
     */
    private boolean emulated(Platform platform, Runner runner) {
        Optional<String> hosted = runner.labels().stream()
                .filter(label -> HOSTED.matcher(label).matches())
                .findFirst();
        if (hosted.isPresent()) {
            Set<String> natively = hosted.get().endsWith("-arm") ? Set.of("arm64") : X86;
            return !natively.contains(platform.architecture());
        }
        return !named.containsKey(platform) && !X86.contains(platform.architecture());
    }

    /** The platforms that were named, so that a plan can refuse a name that it has no leg for. */
    public List<Platform> platforms() {
        return List.copyOf(named.keySet());
    }
}

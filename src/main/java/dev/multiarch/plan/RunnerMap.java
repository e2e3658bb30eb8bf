package dev.multiarch.plan;

import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which runner builds which platform, and how. Platforms without an entry use GitHub's hosted runners: amd64 and 386 {@code
 * ubuntu-24.04}, arm64 {@code ubuntu-24.04-arm}, all else {@code ubuntu-24.04} under emulation.
 */
public final class RunnerMap {
    public static final RunnerMap DEFAULT = new RunnerMap(runners(Map.of()), modes(Map.of()));

    private static final String AMD64_RUNNER = "ubuntu-24.04";
    private static final String ARM64_RUNNER = "ubuntu-24.04-arm";
    private static final String MALFORMED =
            "runner %s is malformed: expected PLATFORM=LABEL, such as linux/arm64=ubuntu-24.04-arm";
    private static final String MALFORMED_MODE =
            "mode %s is malformed: expected PLATFORM=MODE, such as linux/arm64=native";

    private final PlatformMap<Runner> runners;
    private final PlatformMap<Mode> modes;

    private RunnerMap(PlatformMap<Runner> runners, PlatformMap<Mode> modes) {
        this.runners = runners;
        this.modes = modes;
    }

    private static PlatformMap<Runner> runners(Map<String, Runner> entries) {
        return new PlatformMap<>("runners", entries);
    }

    private static PlatformMap<Mode> modes(Map<String, Mode> entries) {
        return new PlatformMap<>("modes", entries);
    }

    /**
     * Reads {@code linux/arm64=my-arm-runner,linux/arm*=other,*=big-runner}, separated by commas or lines; or JSON, whose values
     * are what {@code runs-on} takes.
     */
    public static RunnerMap parse(String text) {
        Map<String, Runner> entries = new LinkedHashMap<>();
        if (text.strip().startsWith("{")) {
            Runner.map(text).forEach((platform, runner) -> entries.put(platform.strip(), new Runner(runner)));
        } else {
            entries.putAll(PlatformMap.entries("runners", text, MALFORMED, Runner::label));
        }
        return new RunnerMap(runners(entries), DEFAULT.modes);
    }

    /** With modes, as {@code linux/arm/v7=native,*=auto}. */
    public RunnerMap modes(String text) {
        return new RunnerMap(runners, modes(PlatformMap.entries("modes", text, MALFORMED_MODE, Mode::parse)));
    }

    /** @throws FormatException if the platform can't be built in the way that its mode wants, on its runner */
    public Plan.Leg leg(Platform platform) {
        Mode mode = modes.of(platform).orElse(Mode.AUTO);
        Runner runner = runners.of(platform).orElseGet(() -> Runner.label(usual(platform, mode)));
        RunnerCpu cpu = RunnerCpu.of(runner, runners.names(platform));
        boolean certain = cpu.isCertain(platform);
        return switch (mode) {
            case AUTO -> new Plan.Leg(platform, runner, cpu.emulates(platform) || !certain, mode, certain);
            case NATIVE -> {
                require(
                        !certain || !cpu.emulates(platform),
                        platform + " is to be built natively, and " + runner + " can't");
                yield new Plan.Leg(platform, runner, false, mode, certain);
            }
            case EMULATE -> {
                require(
                        !cpu.isKnown() || cpu.emulates(platform),
                        platform + " is to be built under emulation, and " + runner + " runs it itself");
                yield new Plan.Leg(platform, runner, true, mode, true);
            }
        };
    }

    private static String usual(Platform platform, Mode mode) {
        boolean arm64 = platform.architecture().equals("arm64") && mode != Mode.EMULATE;
        return arm64 || platform.architecture().equals("arm") && mode == Mode.NATIVE ? ARM64_RUNNER : AMD64_RUNNER;
    }

    private static void require(boolean can, String why) {
        if (!can) {
            throw new FormatException(
                    why + ". Fix: name another runner for it by --runners, or another mode by --modes");
        }
    }

    /** @throws FormatException if an entry is for a platform that is not planned */
    public void requireUsed(List<Platform> planned) {
        runners.requireUsed(planned);
        modes.requireUsed(planned);
    }
}

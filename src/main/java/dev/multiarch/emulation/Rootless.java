package dev.multiarch.emulation;

import dev.multiarch.host.BuilderHost;
import dev.multiarch.host.InstalledQemu;
import dev.multiarch.host.LocalHost;
import dev.multiarch.host.ProbeProgram;
import dev.multiarch.host.Registration;
import dev.multiarch.host.UserNamespaces;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.process.TemporaryFolder;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs a command in a user namespace that has its own binfmt_misc (Linux 6.7) with the emulators that are installed: the
 * host's entries stay as they are, and no right of root's is needed. The command is root in there: of all ids where root
 * asks, else of one, or of those that /etc/subuid grants where newuidmap is installed.
 */
public final class Rootless {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Programs programs;
    private final LocalHost here;
    private final Optional<String> unshare;
    private final Namespace namespace;
    private final boolean root;
    private final Consumer<String> progress;

    /**
     * @param environment its PATH is searched
     * @param progress gets one line: which emulators the command has
     */
    public Rootless(Programs programs, Map<String, String> environment, Consumer<String> progress) {
        this(
                programs,
                new LocalHost(Path.of("/")),
                environment,
                "root".equals(System.getProperty("user.name")),
                progress);
    }

    Rootless(
            Programs programs,
            LocalHost here,
            Map<String, String> environment,
            boolean root,
            Consumer<String> progress) {
        String path = environment.getOrDefault("PATH", "");
        this.programs = programs;
        this.here = here;
        this.root = root;
        this.progress = progress;
        this.unshare = Program.find("unshare", path);
        this.namespace = new Namespace(unshare.orElse("unshare"), root);
    }

    /**
     * Tries all of it first, each emulator by a probe, and then runs the command with this process's own standard streams for
     * as long as it takes.
     *
     * @param platforms that the command needs; empty for all that there is an emulator for
     * @param command a program and its arguments; no shell reads them
     * @return the command's exit code
     * @throws StepFailed if this host can't do it; the message says why and what to do
     */
    public int run(List<Platform> platforms, List<String> command) throws StepFailed, ProgramException, IOException {
        Optional<String> refusal = new UserNamespaces(here).refusal(root);
        if (refusal.isPresent()) {
            throw refused(refusal.get());
        }
        if (unshare.isEmpty()) {
            throw refused("unshare is not on the PATH. Fix: install util-linux");
        }
        List<Registration> lines = lines(platforms);
        Namespace works = tried(lines);
        for (Platform platform : platforms) {
            prove(works, lines, platform);
        }
        progress.accept("emulators in a user namespace: "
                + String.join(
                        ", ", lines.stream().map(line -> line.entry().name()).toList()));
        return programs.attach(works.program(lines, command), works::map);
    }

    private List<Registration> lines(List<Platform> platforms) throws StepFailed {
        List<Registration> installed = new ArrayList<>(
                InstalledQemu.all(here).stream().filter(line -> !isNative(line)).toList());
        List<Registration> wanted = new ArrayList<>();
        for (Platform platform : platforms) {
            if (isNative(platform)) {
                continue;
            }
            Registration line = installed.stream()
                    .filter(each -> each.entry().handles(platform))
                    .findFirst()
                    .orElseThrow(() -> refused(InstalledQemu.masked(here, platform)
                            .orElse("no emulator for " + platform
                                    + " is installed. Fix: install qemu-user-static, whose"
                                    + " package brings all of them")));
            if (!wanted.contains(line)) {
                wanted.add(line);
            }
        }
        if (platforms.isEmpty() && installed.isEmpty()) {
            throw refused("no emulator is installed. Fix: install qemu-user-static");
        }
        Collections.reverse(installed); // the kernel asks last what was registered first
        return platforms.isEmpty() ? installed : wanted;
    }

    /** With as many ids as this user can have. */
    private Namespace tried(List<Registration> lines) throws StepFailed, ProgramException {
        Result last = null;
        for (Namespace each : namespace.ways(here)) {
            last = programs.run(each.trial(lines, List.of("true")).within(LIMIT));
            if (last.ok()) {
                return each;
            }
        }
        List<String> why = new ArrayList<>(List.of("`" + unshare.get() + "` could not make it: "
                + (last.lastLines().isEmpty() ? "it ended with " + last.exit() : String.join("; ", last.lastLines()))));
        why.addAll(new UserNamespaces(here).suspects(root));
        throw refused(String.join(".\n       ", why));
    }

    private void prove(Namespace works, List<Registration> lines, Platform platform)
            throws StepFailed, ProgramException, IOException {
        Optional<byte[]> probe = ProbeProgram.of(platform);
        if (probe.isEmpty()) {
            return;
        }
        try (var folder = TemporaryFolder.make("multiarch-probe")) {
            Path file = folder.resolve("probe");
            Path answer = folder.resolve("multiarch-facts");
            Files.write(file, probe.get());
            if (!file.toFile().setExecutable(true)) {
                throw new IOException(file + " can't be made executable");
            }
            List<String> words = List.of(unshare.get(), "--root=" + folder.path(), "--", "/probe");
            Result result = programs.run(works.trial(lines, words).within(LIMIT));
            if (!result.ok() || !Files.exists(answer)) {
                throw refused("programs for " + platform + " don't run in it: " + String.join("; ", result.lastLines())
                        + ". Fix: look at the emulator that is installed for it");
            }
        }
    }

    private static boolean isNative(Registration line) {
        Optional<Platform> cpu = cpu();
        return cpu.isPresent()
                && List.of(cpu.get(), Platform.parse("linux/386")).stream()
                        .anyMatch(each -> BuilderHost.runsOn(cpu.get(), each)
                                && line.entry().handles(each));
    }

    private static boolean isNative(Platform platform) {
        return cpu().filter(each -> BuilderHost.runsOn(each, platform)).isPresent();
    }

    private static Optional<Platform> cpu() {
        try {
            return Optional.of(Platform.parse("linux/" + System.getProperty("os.arch")));
        } catch (FormatException odd) {
            return Optional.empty();
        }
    }

    private static StepFailed refused(String why) {
        return new StepFailed("no command can be run in a separate user namespace here: " + why + ". Nothing was run");
    }
}

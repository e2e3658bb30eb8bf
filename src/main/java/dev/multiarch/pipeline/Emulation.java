package dev.multiarch.pipeline;

import dev.multiarch.host.Binfmt;
import dev.multiarch.host.BinfmtEntry;
import dev.multiarch.host.LocalHost;
import dev.multiarch.host.Registration;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts QEMU to work on this host. Whoever calls has seen that it does not yet. */
final class Emulation {
    private static final Duration PULL_LIMIT = Duration.ofMinutes(5);

    private final Programs programs;
    private final String docker;
    private final LocalHost here;
    private final boolean root;

    /** @param root whether this process may do it itself; else sudo is asked, which must not need a password */
    Emulation(Programs programs, String docker, LocalHost here, boolean root) {
        this.programs = programs;
        this.docker = docker;
        this.here = here;
        this.root = root;
    }

    /**
     * Registers an installed qemu-user-static.
     *
     * @return what was done; empty if none is installed for this platform
     * @throws ProgramException if this process may not
     */
    Optional<String> registerInstalled(Platform platform) throws ProgramException {
        Optional<Registration> fitting = Registration.installed(here).stream()
                .filter(line -> line.entry().serves(platform) && exists(line.entry()))
                .findFirst();
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        Path folder = here.root().resolve("proc/sys/fs/binfmt_misc");
        if (!here.binfmt().mounted()) {
            run(Program.of("mount", "-t", "binfmt_misc", "binfmt_misc", folder.toString()));
        }
        Binfmt now = here.binfmt();
        if (!now.enabled()) {
            write(folder.resolve("status"), "1");
        }
        String replaced = remove(folder, now, fitting.get().entry().name(), platform);
        String line = fitting.get().lineForContainers();
        write(folder.resolve("register"), line);
        return Optional.of("registered the installed " + fitting.get().entry().interpreter() + " with flags "
                + line.substring(line.lastIndexOf(line.charAt(0)) + 1) + replaced);
    }

    /** Lets an image that is made for it register the emulators that it carries, through the Docker daemon. */
    String install(Platform platform, String image) throws ProgramException {
        programs.run(Program.of(docker, "run", "--rm", "--privileged", image, "--install", platform.architecture())
                        .within(PULL_LIMIT))
                .orThrow();
        return "installed by " + image;
    }

    /** An entry of that name would be in the way, and one without F would be asked first or serve no container. */
    private String remove(Path folder, Binfmt now, String name, Platform platform) throws ProgramException {
        List<String> removed = new ArrayList<>();
        for (BinfmtEntry entry : now.entries()) {
            boolean useless = entry.serves(platform) && !entry.flags().contains("F");
            if (entry.name().equals(name) || useless) {
                write(folder.resolve(entry.name()), "-1");
                removed.add(entry.name() + " (flags " + entry.flags() + ")");
            }
        }
        return removed.isEmpty() ? "" : " in place of " + String.join(", ", removed);
    }

    private boolean exists(BinfmtEntry entry) {
        return Files.isExecutable(here.root().resolve(entry.interpreter().substring(1)));
    }

    private void write(Path file, String text) throws ProgramException {
        run(Program.of("tee", file.toString()).reading(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void run(Program program) throws ProgramException {
        List<String> words = new ArrayList<>(root ? List.of() : List.of("sudo", "-n"));
        words.addAll(program.words());
        programs.run(Program.of(words).reading(program.input())).orThrow();
    }
}

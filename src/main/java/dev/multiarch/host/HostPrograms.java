package dev.multiarch.host;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What programs on the PATH report about this host, all within one deadline; one that hangs or says nonsense is unknown. */
final class HostPrograms {
    private static final int LONGEST_VERSION = 4096;
    private static final List<HostFact> DOCKER =
            List.of(HostFact.DOCKER_CLIENT, HostFact.DOCKER_SERVER, HostFact.DOCKER_STORE);
    private static final Pattern QEMU = Pattern.compile("qemu-\\S+ version (\\d{1,6}(?:\\.\\d{1,6}){1,3})");

    private final Programs programs;
    private final Map<String, String> environment;
    private final Deadline deadline;

    HostPrograms(Programs programs, Map<String, String> environment, Deadline deadline) {
        this.programs = programs;
        this.environment = environment;
        this.deadline = deadline;
    }

    /** @param builder empty for the current one */
    List<CompletableFuture<Map<HostFact, Fact<String>>>> begin(Optional<String> builder, Executor threads) {
        return List.of(
                CompletableFuture.supplyAsync(this::docker, threads),
                CompletableFuture.supplyAsync(() -> builder(builder), threads),
                CompletableFuture.supplyAsync(this::binfmtSupport, threads));
    }

    /** The daemon is asked once whether it is there: all that it would say is unknown for the same reason. */
    private Map<HostFact, Fact<String>> docker() {
        Map<HostFact, Fact<String>> facts = new EnumMap<>(HostFact.class);
        Optional<String> docker = find("docker");
        if (docker.isEmpty()) {
            Fact<String> none = Fact.unknown("there is no docker on the PATH");
            DOCKER.forEach(fact -> facts.put(fact, none));
            return facts;
        }
        try {
            facts.putAll(DockerFacts.versions(run(asJson(docker.get(), "version"))));
            Fact<String> server = facts.get(HostFact.DOCKER_SERVER);
            facts.put(
                    HostFact.DOCKER_STORE,
                    server.isKnown()
                            ? DockerFacts.store(run(asJson(docker.get(), "info")))
                            : Fact.unknown(DockerAdvice.consequence(server.reason())));
        } catch (ProgramException e) {
            DOCKER.forEach(fact -> facts.putIfAbsent(fact, Fact.unknown(line(e))));
        }
        return facts;
    }

    /** A fact's reason is one line. */
    private static String line(Exception failure) {
        return failure.getMessage().replaceAll("\\s*\\R\\s*", " ");
    }

    private static Program asJson(String docker, String command) {
        return Program.of(docker, command, "--format", "{{json .}}");
    }

    private Map<HostFact, Fact<String>> builder(Optional<String> name) {
        Map<HostFact, Fact<String>> facts = new EnumMap<>(HostFact.class);
        Buildx buildx;
        try {
            buildx = Buildx.find(programs, environment, deadline.left());
            facts.put(HostFact.BUILDX, Fact.known(DockerFacts.cut(buildx.version()), FactSource.COMMAND));
        } catch (ProgramException e) {
            String why = line(e).replaceFirst("\\. Fix: .*", "");
            facts.put(
                    HostFact.BUILDX,
                    Fact.unknown(why.replaceFirst("^`docker buildx version` could not be started: ", "")));
            BuilderFacts.ALL.forEach(fact -> facts.put(fact, Fact.unknown(Builder.NO_BUILDX)));
            return facts;
        }
        try {
            facts.putAll(BuilderFacts.of(inspect(buildx, name)));
        } catch (ProgramException | FormatException e) {
            boolean absent = name.isPresent() && e.getMessage().contains("no builder \"" + name.get() + "\" found");
            facts.putAll(absent ? BuilderFacts.absent(name.get()) : BuilderFacts.unknown(line(e)));
        }
        return facts;
    }

    Fact<Builder> inspect(Optional<String> name) {
        try {
            return Fact.known(inspect(Buildx.find(programs, environment, deadline.left()), name), FactSource.COMMAND);
        } catch (ProgramException | FormatException e) {
            return Fact.unknown(e.getMessage());
        }
    }

    private Builder inspect(Buildx buildx, Optional<String> name) throws ProgramException {
        Program inspect = name.map(one -> buildx.command("inspect", one)).orElseGet(() -> buildx.command("inspect"));
        return Builder.parse(run(inspect).orThrow().text());
    }

    private Map<HostFact, Fact<String>> binfmtSupport() {
        Optional<String> program = find("update-binfmts").or(() -> find("/usr/sbin/update-binfmts"));
        if (program.isEmpty()) {
            return Map.of(HostFact.BINFMT_SUPPORT, Fact.known(HostFact.NONE, FactSource.COMMAND));
        }
        return Map.of(
                HostFact.BINFMT_SUPPORT, printed(Pattern.compile("binfmt-support (\\d\\S{0,40})"), program.get()));
    }

    /** Runs nothing but what calls itself QEMU: an entry may name any file. Debian's names a link to it. */
    Fact<String> qemu(String interpreter) {
        if (isQemu(interpreter)) {
            return printed(QEMU, interpreter);
        }
        String file = behindLinks(interpreter);
        return isQemu(file)
                ? printed(QEMU, file)
                : Fact.unknown("its name does not start with qemu-, so its version was not asked for");
    }

    private static boolean isQemu(String file) {
        return file.substring(file.lastIndexOf('/') + 1).matches("qemu-[a-z0-9_]{1,30}(-static)?(-binfmt(-P)?)?");
    }

    private static String behindLinks(String file) {
        try {
            return Path.of(file).toRealPath().toString();
        } catch (IOException | InvalidPathException unread) {
            return file;
        }
    }

    private Fact<String> printed(Pattern version, String program) {
        if (deadline.isOver()) {
            return Fact.unknown("there was no time left to call " + program);
        }
        try {
            String text = run(Program.of(program, "--version")).text();
            Matcher found = version.matcher(text.substring(0, Math.min(text.length(), LONGEST_VERSION)));
            return found.find()
                    ? Fact.known(Printable.line(found.group(1)), FactSource.COMMAND)
                    : Fact.unknown(program + " --version tells none");
        } catch (ProgramException e) {
            return Fact.unknown(e.getMessage());
        }
    }

    private Result run(Program program) throws ProgramException {
        return programs.run(deadline.bound(program));
    }

    private Optional<String> find(String name) {
        return name.startsWith("/")
                ? Optional.of(name).filter(path -> Files.isExecutable(Path.of(path)))
                : Program.find(name, environment.getOrDefault("PATH", ""));
    }
}

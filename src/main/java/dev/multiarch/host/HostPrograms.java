package dev.multiarch.host;

import dev.multiarch.image.FormatException;
import dev.multiarch.image.Json;
import dev.multiarch.image.JsonObject;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Printable;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What programs on the PATH tell of this host, all within one deadline; one that hangs or says nonsense is unknown. */
final class HostPrograms {
    private static final int LONGEST = 1000;
    private static final int LONGEST_VERSION = 4096;
    private static final Pattern VERSION = Pattern.compile("v?(\\d{1,6}(?:\\.\\d{1,6}){1,3}[!-~]{0,60})");
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
                CompletableFuture.supplyAsync(this::dockerVersions, threads),
                CompletableFuture.supplyAsync(this::store, threads),
                CompletableFuture.supplyAsync(() -> builder(builder), threads),
                CompletableFuture.supplyAsync(this::binfmtSupport, threads));
    }

    private Map<HostFact, Fact<String>> dockerVersions() {
        Fact<JsonObject> answer = json("version");
        return Map.of(
                HostFact.DOCKER_CLIENT, version(answer, "Client", "docker tells no version of its client"),
                HostFact.DOCKER_SERVER, version(answer, "Server", "docker reaches no daemon"));
    }

    private Map<HostFact, Fact<String>> store() {
        Fact<JsonObject> answer = json("info");
        return Map.of(HostFact.DOCKER_STORE, read(answer, "docker reaches no daemon", info -> {
            boolean containerd = info.members().getOrDefault("DriverStatus", "") instanceof List<?> rows
                    && rows.toString().contains("io.containerd.snapshotter");
            return Optional.of(
                            containerd
                                    ? "containerd"
                                    : info.optionalLine("Driver").orElse(""))
                    .filter(s -> !s.isEmpty());
        }));
    }

    private static Fact<String> version(Fact<JsonObject> answer, String part, String otherwise) {
        return read(
                answer,
                otherwise,
                json -> json.members().get(part) instanceof Map<?, ?>
                        ? json.object(part)
                                .optionalLine("Version")
                                .filter(text -> VERSION.matcher(text).matches())
                        : Optional.empty());
    }

    private static Fact<String> read(
            Fact<JsonObject> answer, String otherwise, java.util.function.Function<JsonObject, Optional<String>> part) {
        if (!answer.isKnown()) {
            return Fact.unknown(answer.reason());
        }
        try {
            return part.apply(answer.value().orElseThrow())
                    .map(text -> Fact.known(cut(Printable.line(text)), Learnt.COMMAND))
                    .orElseGet(() -> Fact.unknown(otherwise));
        } catch (FormatException odd) {
            return Fact.unknown(otherwise);
        }
    }

    /** What docker prints as JSON, whatever it warns of before. */
    private Fact<JsonObject> json(String command) {
        Optional<String> docker = find("docker");
        if (docker.isEmpty()) {
            return Fact.unknown("there is no docker on the PATH");
        }
        try {
            Result result = run(Program.of(docker.get(), command, "--format", "{{json .}}"));
            Optional<String> line =
                    result.text().lines().filter(each -> each.startsWith("{")).findFirst();
            return line.isPresent()
                    ? Fact.known(
                            Json.read(
                                    line.get().getBytes(java.nio.charset.StandardCharsets.UTF_8), "docker " + command),
                            Learnt.COMMAND)
                    : Fact.unknown("docker " + command + " printed no JSON");
        } catch (ProgramException e) {
            return Fact.unknown(e.getMessage());
        } catch (FormatException odd) {
            return Fact.unknown("docker " + command + " printed what is no JSON");
        }
    }

    private Map<HostFact, Fact<String>> builder(Optional<String> name) {
        Map<HostFact, Fact<String>> facts = new EnumMap<>(HostFact.class);
        try {
            Buildx buildx = Buildx.find(programs, environment, deadline.left());
            facts.put(HostFact.BUILDX, Fact.known(cut(buildx.version()), Learnt.COMMAND));
            Builder builder = inspect(buildx, name);
            put(facts, HostFact.BUILDER, builder.name());
            put(facts, HostFact.BUILDER_DRIVER, builder.driver());
            facts.put(
                    HostFact.BUILDER_PUSHES,
                    builder.driver().isEmpty()
                            ? Fact.unknown("the builder's driver is not known")
                            : Fact.known(String.valueOf(builder.pushesByDigest()), Learnt.COMMAND));
            Optional<Builder.Node> node = builder.nodes().stream().findFirst();
            put(
                    facts,
                    HostFact.BUILDER_ENDPOINT,
                    node.map(Builder.Node::endpoint).orElse(""));
            put(facts, HostFact.BUILDKIT, node.map(Builder.Node::buildkit).orElse(""));
            put(
                    facts,
                    HostFact.BUILDER_PLATFORMS,
                    node.map(n -> listed(n.platforms())).orElse(""));
        } catch (ProgramException | FormatException e) {
            Fact<String> none = Fact.unknown(e.getMessage());
            for (HostFact fact : HostFact.values()) {
                if (fact.id().startsWith("builder.") || fact == HostFact.BUILDX) {
                    facts.putIfAbsent(fact, none);
                }
            }
        }
        return facts;
    }

    Fact<Builder> inspect(Optional<String> name) {
        try {
            return Fact.known(inspect(Buildx.find(programs, environment, deadline.left()), name), Learnt.COMMAND);
        } catch (ProgramException | FormatException e) {
            return Fact.unknown(e.getMessage());
        }
    }

    private Builder inspect(Buildx buildx, Optional<String> name) throws ProgramException {
        Program inspect = name.map(one -> buildx.command("inspect", one)).orElseGet(() -> buildx.command("inspect"));
        return Builder.parse(run(inspect).orThrow().text());
    }

    private static String listed(List<?> platforms) {
        String text = platforms.toString();
        return text.substring(1, text.length() - 1);
    }

    private static void put(Map<HostFact, Fact<String>> facts, HostFact fact, String value) {
        facts.put(
                fact,
                value.isEmpty()
                        ? Fact.unknown("buildx does not tell it; the builder may not have been started yet")
                        : Fact.known(cut(Printable.line(value)), Learnt.COMMAND));
    }

    private Map<HostFact, Fact<String>> binfmtSupport() {
        Optional<String> program = find("update-binfmts").or(() -> find("/usr/sbin/update-binfmts"));
        if (program.isEmpty()) {
            return Map.of(HostFact.BINFMT_SUPPORT, Fact.known(HostFact.NONE, Learnt.COMMAND));
        }
        return Map.of(
                HostFact.BINFMT_SUPPORT, printed(Pattern.compile("binfmt-support (\\d\\S{0,40})"), program.get()));
    }

    /** Runs nothing but what calls itself QEMU: an entry may name any file. */
    Fact<String> qemu(String interpreter) {
        String name = interpreter.substring(interpreter.lastIndexOf('/') + 1);
        return name.matches("qemu-[a-z0-9_]{1,30}(-static)?(-binfmt(-P)?)?")
                ? printed(QEMU, interpreter)
                : Fact.unknown("it is not called qemu-…, so it was not asked");
    }

    private Fact<String> printed(Pattern version, String program) {
        if (deadline.isOver()) {
            return Fact.unknown("there was no time left to ask " + program);
        }
        try {
            String text = run(Program.of(program, "--version")).text();
            Matcher found = version.matcher(text.substring(0, Math.min(text.length(), LONGEST_VERSION)));
            return found.find()
                    ? Fact.known(Printable.line(found.group(1)), Learnt.COMMAND)
                    : Fact.unknown(program + " --version tells none");
        } catch (ProgramException e) {
            return Fact.unknown(e.getMessage());
        }
    }

    private Result run(Program program) throws ProgramException {
        return programs.run(deadline.bound(program));
    }

    /** A fact is a line; what is longer than any name or version was not meant for one. */
    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private Optional<String> find(String name) {
        return name.startsWith("/")
                ? Optional.of(name).filter(path -> java.nio.file.Files.isExecutable(java.nio.file.Path.of(path)))
                : Program.find(name, environment.getOrDefault("PATH", ""));
    }
}

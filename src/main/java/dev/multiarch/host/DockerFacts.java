package dev.multiarch.host;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.process.Result;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What docker reports about itself and its daemon, and whether it is Docker at all. */
final class DockerFacts {
    private static final int LONGEST = 1000;
    private static final Pattern VERSION = Pattern.compile("v?(\\d{1,6}(?:\\.\\d{1,6}){1,3}[!-~]{0,60})");
    private static final String PODMAN_BANNER = "Emulate Docker CLI using podman";

    private DockerFacts() {}

    /** @param answer of {@code docker version} as JSON; the daemon's part is null where it can't be reached */
    static Map<HostFact, Fact<String>> versions(Result answer) {
        Fact<JsonObject> json = json(answer, "version");
        Optional<String> other = json.value().flatMap(version -> impostor(version, answer));
        if (other.isPresent()) {
            return Map.of(
                    HostFact.DOCKER_CLIENT, Fact.unknown("docker is " + other.get() + " here, not Docker"),
                    HostFact.DOCKER_SERVER,
                            Fact.unknown("docker is " + other.get() + " here, which has no Docker daemon"));
        }
        String said = lastLine(answer);
        Fact<String> server = Fact.unknown(DockerAdvice.NO_DAEMON + (said.isEmpty() ? "" : ": " + said));
        boolean failed = !json.isKnown() && !answer.ok() && !said.isEmpty();
        return Map.of(
                HostFact.DOCKER_CLIENT,
                version(json, "Client", "docker reports no version of its client"),
                HostFact.DOCKER_SERVER,
                failed ? server : version(json, "Server", server.reason()));
    }

    /** @param answer of {@code docker info} as JSON */
    static Fact<String> store(Result answer) {
        return read(json(answer, "info"), "docker does not report its image store", info -> {
            boolean containerd = info.members().getOrDefault("DriverStatus", "") instanceof List<?> rows
                    && rows.toString().contains("io.containerd.snapshotter");
            return Optional.of(
                            containerd
                                    ? "containerd"
                                    : info.optionalLine("Driver").orElse(""))
                    .filter(s -> !s.isEmpty());
        });
    }

    /** Podman's client tells {@code OsArch} where Docker's tells Os and Arch; nerdctl's, as finch's, lists components. */
    private static Optional<String> impostor(JsonObject version, Result answer) {
        Map<?, ?> client = version.members().get("Client") instanceof Map<?, ?> map ? map : Map.of();
        boolean podman = client.containsKey("OsArch")
                || answer.lastLines().stream().anyMatch(line -> line.contains(PODMAN_BANNER));
        if (!podman && !client.containsKey("Components")) {
            return Optional.empty();
        }
        String number = client.get("Version") instanceof String text
                        && VERSION.matcher(text).matches()
                ? " " + text
                : "";
        return Optional.of((podman ? "podman" : "nerdctl") + number);
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
            Fact<JsonObject> answer, String otherwise, Function<JsonObject, Optional<String>> part) {
        if (!answer.isKnown()) {
            return Fact.unknown(answer.reason());
        }
        try {
            return part.apply(answer.value().orElseThrow())
                    .map(text -> Fact.known(cut(Printable.line(text)), FactSource.COMMAND))
                    .orElseGet(() -> Fact.unknown(otherwise));
        } catch (FormatException odd) {
            return Fact.unknown(otherwise);
        }
    }

    /** What docker prints as JSON, whatever it warns of before. */
    private static Fact<JsonObject> json(Result answer, String command) {
        Optional<String> line =
                answer.text().lines().filter(each -> each.startsWith("{")).findFirst();
        String said = lastLine(answer);
        try {
            return line.isPresent()
                    ? Fact.known(
                            Json.read(line.get().getBytes(StandardCharsets.UTF_8), "docker " + command),
                            FactSource.COMMAND)
                    : Fact.unknown("docker " + command + " printed no JSON" + (said.isEmpty() ? "" : ": " + said));
        } catch (FormatException odd) {
            return Fact.unknown("docker " + command + " printed what is not JSON");
        }
    }

    /** Where docker's own reason is. */
    private static String lastLine(Result answer) {
        List<String> lines = answer.lastLines();
        return lines.isEmpty() ? "" : cut(lines.get(lines.size() - 1).strip());
    }

    /** A fact is a line; what is longer than any name or version was not meant for one. */
    static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}

package dev.multiarch.advise;

import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.yaml.Place;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.process.TemporaryFolder;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Docker's own checks of a Dockerfile, run on a builder. Nothing is built, and no file but the Dockerfile is sent. */
final class DockerChecks {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Which of their rules says the same as one of ours. */
    private static final Map<String, String> SAME = Map.of(
            "FromPlatformFlagConstDisallowed", "dockerfile.fixed-platform",
            "UndefinedVar", "dockerfile.platform-args");

    private final Programs programs;
    private final Buildx buildx;
    private final Optional<String> builder;
    private final Consumer<String> progress;

    DockerChecks(Programs programs, Buildx buildx, Optional<String> builder, Consumer<String> progress) {
        this.programs = programs;
        this.buildx = buildx;
        this.builder = builder;
        this.progress = progress;
    }

    /**
     * @param findings ours; what they say already is left out
     * @throws ProgramException if the checks can't be run
     */
    List<DockerCheck> run(Dockerfile file, List<Finding> findings) throws ProgramException, IOException {
        progress.accept("running Docker's checks on " + file.source().file());
        try (var context = TemporaryFolder.make("multiarch-advise")) {
            List<String> words = new ArrayList<>(List.of("build", "--call=check,format=json", "--file", "-"));
            builder.ifPresent(name -> words.addAll(List.of("--builder", name)));
            words.add(context.path().toString());
            Program check =
                    buildx.command(words).within(LIMIT).reading(file.source().bytes());
            return read(programs.run(check), file, findings);
        }
    }

    /** It ends with 1 where there are warnings, too. */
    private List<DockerCheck> read(Result result, Dockerfile file, List<Finding> findings) throws ProgramException {
        JsonObject answer;
        try {
            answer = Json.read(result.out(), "the answer of docker buildx build --call=check");
        } catch (FormatException none) {
            throw new ProgramException("did not run Docker's checks: it ended with " + result.exit(), result);
        }
        answer.optionalObject("buildError")
                .flatMap(error -> error.optionalText("message"))
                .ifPresent(message -> progress.accept(
                        "warning: Docker's checks of " + file.source().file() + " are not complete: " + message));
        List<DockerCheck> checks = new ArrayList<>();
        for (JsonObject warning : answer.has("warnings") ? answer.objects("warnings") : List.<JsonObject>of()) {
            DockerCheck check = new DockerCheck(
                    new Place(file.source().file(), line(warning), 1),
                    warning.text("ruleName"),
                    warning.optionalText("detail").orElse(""),
                    warning.optionalText("url").orElse(""));
            if (!isSaid(check, file, findings)) {
                checks.add(check);
            }
        }
        return checks;
    }

    private static int line(JsonObject warning) {
        return warning.optionalObject("location")
                .filter(location -> location.has("ranges"))
                .flatMap(location -> location.objects("ranges").stream().findFirst())
                .flatMap(range -> range.optionalObject("start"))
                .map(start -> (int) start.number("line"))
                .orElse(1);
    }

    /** Theirs names the first line of an instruction, ours the very line. */
    private static boolean isSaid(DockerCheck check, Dockerfile file, List<Finding> findings) {
        String rule = SAME.getOrDefault(check.rule(), "");
        return findings.stream()
                .filter(finding -> finding.rule().equals(rule) && finding.outcome() == Outcome.FAIL)
                .flatMap(finding -> finding.origin().stream())
                .filter(place -> place.file().equals(check.place().file()))
                .anyMatch(place -> inOne(file, place.line(), check.place().line()));
    }

    private static boolean inOne(Dockerfile file, int one, int other) {
        for (Instruction instruction : file.instructions()) {
            if (instruction.firstLine() <= one && one <= instruction.lastLine()) {
                return instruction.firstLine() <= other && other <= instruction.lastLine();
            }
        }
        return false;
    }
}

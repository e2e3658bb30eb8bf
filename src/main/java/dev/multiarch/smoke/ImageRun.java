package dev.multiarch.smoke;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.host.Builder;
import dev.multiarch.host.BuilderHost;
import dev.multiarch.host.HostFacts;
import dev.multiarch.image.Digest;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.ProgramException;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.record.SmokeResult;
import dev.multiarch.record.SmokeRun;
import dev.multiarch.registry.Source;
import dev.multiarch.step.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs commands in one image after another, on a builder that answers.
 *
 * @param hosts for what is known of the builder's host
 */
record ImageRun(Builder builder, BuilderHost hosts, SolveRun solve) {
    /**
     * @param name of the builder; empty for the current one
     * @param known for what is known of the builder's host already
     * @return unknown where nothing can be run
     */
    static Fact<ImageRun> on(Session tools, Optional<String> name, Source source, Optional<BuilderHost> known) {
        if (source.isLocal() && source.folder().isEmpty()) {
            return Fact.unknown("it is in an archive, and a builder takes images from a registry or a layout's folder");
        }
        try {
            Buildx buildx = tools.buildx();
            Builder builder = Builder.inspect(tools.programs(), buildx, name);
            if (!builder.error().isEmpty()) {
                return Fact.unknown("builder " + builder.name() + " can't be used: " + builder.error());
            }
            BuilderHost hosts = known.isPresent() ? known.get() : tools.builderHost();
            var solve = new SolveRun(
                    tools.programs(),
                    buildx,
                    builder,
                    hosts,
                    SolveRun.Place.of(source),
                    builder.nodes().size() == 1);
            return Fact.known(new ImageRun(builder, hosts, solve), FactSource.COMMAND);
        } catch (ProgramException e) {
            return Fact.unknown(said(e));
        }
    }

    /** The last thing that the program said is why it failed. */
    private static String said(ProgramException e) {
        List<String> lines = e.result().lastLines();
        String first = e.getMessage().lines().findFirst().orElse("");
        return lines.isEmpty() ? first : lines.get(lines.size() - 1);
    }

    /**
     * Commands for one image.
     *
     * @param config of the image
     */
    record Work(Digest image, Platform platform, Fact<ImageConfig> config, List<SmokeCommand> commands) {}

    /** What becomes of them in each image: the first commands of all of them at once, then the second ones. */
    List<Fact<SmokeRun>> run(List<Work> all) {
        List<Optional<String>> unfit =
                all.stream().map(work -> unfit(work.config(), work.platform())).toList();
        List<List<SmokeResult>> results =
                all.stream().<List<SmokeResult>>map(work -> new ArrayList<>()).toList();
        hosts.expect(builder, all.stream().map(Work::platform).toList());
        int rounds = all.stream().mapToInt(work -> work.commands().size()).max().orElse(0);
        for (int round = 0; round < rounds; round++) {
            int now = round;
            List<Integer> those = IntStream.range(0, all.size())
                    .filter(number -> unfit.get(number).isEmpty())
                    .filter(number -> all.get(number).commands().size() > now)
                    .boxed()
                    .toList();
            List<SmokeResult> ended = solve.run(
                    those.stream().map(number -> call(all.get(number), now)).toList());
            for (int i = 0; i < those.size(); i++) {
                results.get(those.get(i)).add(ended.get(i));
            }
        }
        return IntStream.range(0, all.size())
                .mapToObj(number -> unfit.get(number)
                        .<Fact<SmokeRun>>map(Fact::unknown)
                        .orElseGet(() -> run(all.get(number).platform(), results.get(number))))
                .toList();
    }

    private static SolveRun.Call call(Work work, int number) {
        SmokeCommand command = work.commands().get(number);
        ImageConfig config = work.config().value().orElseThrow();
        return new SolveRun.Call(
                work.image(), work.platform(), command, words(command, config), ProgramSearch.of(config, command));
    }

    private Fact<SmokeRun> run(Platform platform, List<SmokeResult> results) {
        boolean started = results.stream().noneMatch(result -> result.end() == SmokeResult.End.NOT_STARTED);
        HostFacts host = started ? hosts.ran(builder, platform) : hosts.facts(builder, platform);
        List<SmokeResult> believed =
                results.stream().map(result -> believed(result, host, platform)).toList();
        return Fact.known(SmokeRun.on(host, believed), FactSource.PROBE);
    }

    /** Why running anything would not be a test of this image. */
    static Optional<String> unfit(Fact<ImageConfig> config, Platform platform) {
        if (!config.isKnown()) {
            return Optional.of("its config is unknown: " + config.reason());
        }
        ImageConfig known = config.value().orElseThrow();
        if (!known.platform().equals(Optional.of(platform))) {
            return Optional.of(
                    "its config says " + (known.platformText().isEmpty() ? "no platform" : known.platformText())
                            + ", and a builder runs it as that");
        }
        int triggers = known.settings().triggers().size();
        return triggers == 0
                ? Optional.empty()
                : Optional.of("it has " + triggers + " ONBUILD instruction" + (triggers == 1 ? "" : "s")
                        + ", which a builder would run first");
    }

    /** As a runtime puts them together: arguments replace the image's own command, and follow its entrypoint. */
    static List<String> words(SmokeCommand command, ImageConfig config) {
        if (!command.ofEntrypoint()) {
            return command.words();
        }
        List<String> words = new ArrayList<>(config.settings().entrypoint());
        words.addAll(command.words().isEmpty() ? config.settings().command() : command.words());
        return words;
    }

    /**
     * That a program does not start says something of the image only where programs of its platform run at all. Where they
     * do not, what ran was a program for another CPU.
     */
    static SmokeResult believed(SmokeResult result, HostFacts host, Platform platform) {
        Fact<Boolean> runs = host.runs();
        boolean ran = result.end().isKnown()
                && result.end() != SmokeResult.End.NOT_STARTED
                && result.end() != SmokeResult.End.FOREIGN;
        if (ran && runs.value().equals(Optional.of(false))) {
            return SmokeResult.notRun(
                    result.command(),
                    "what " + result.ended() + " is a program for another CPU, as the builder can't run programs for "
                            + platform);
        }
        if (result.end() != SmokeResult.End.NOT_STARTED || runs.value().orElse(false)) {
            return result;
        }
        return SmokeResult.notRun(
                result.command(),
                runs.isKnown()
                        ? "the builder can't run programs for " + platform + ": " + runs.reason()
                        : "it did not start (" + result.why() + "), and whether the builder runs programs for "
                                + platform + " is unknown: " + runs.reason());
    }
}

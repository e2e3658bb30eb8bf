package dev.multiarch.smoke;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.host.Builder;
import dev.multiarch.host.BuilderHost;
import dev.multiarch.host.HostFacts;
import dev.multiarch.host.LocalHost;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.ProgramException;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.record.SmokeResult;
import dev.multiarch.record.SmokeRun;
import dev.multiarch.registry.Source;
import dev.multiarch.step.ImageRuns;
import dev.multiarch.step.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs commands in the image of each platform on a builder, without a network, a shell or a container engine: as the one
 * {@code RUN} of a build that starts from the image. Nothing is thrown for what can't be run: it is unknown, with the reason.
 */
public final class Smoke implements ImageRuns {
    private static final int MOST_AT_ONCE = 8;

    private final Session tools;
    private final Optional<String> name;

    /** @param builder empty for the current one */
    public Smoke(Session tools, Optional<String> builder) {
        this.tools = tools;
        this.name = builder;
    }

    /**
     * What runs them.
     *
     * @param hosts for what is known of the builder's host
     */
    private record Ready(Builder builder, BuilderHost hosts, SolveRun solve) {}

    /** One image, and what is to be run in it. */
    private record Job(Image image, Platform platform, List<SmokeCommand> commands) {}

    @Override
    public Subject run(Source source, Subject subject, Function<Optional<Platform>, List<SmokeCommand>> wanted) {
        List<Job> jobs = new ArrayList<>();
        for (Image image : subject.images()) {
            Optional<Platform> platform = image.descriptor().platform().filter(named -> !named.isUnknown());
            List<SmokeCommand> commands = wanted.apply(platform);
            if (platform.isPresent() && !platform.get().os().equals("windows") && !commands.isEmpty()) {
                jobs.add(new Job(image, platform.get(), commands));
            }
        }
        if (jobs.isEmpty()) {
            return subject;
        }
        Fact<Ready> ready = ready(source);
        List<Fact<SmokeRun>> runs = ready.isKnown()
                ? on(ready.value().orElseThrow(), jobs)
                : jobs.stream()
                        .map(job -> Fact.<SmokeRun>unknown(ready.reason()))
                        .toList();
        List<Image> images = new ArrayList<>(subject.images());
        images.replaceAll(image -> jobs.stream()
                .filter(job -> job.image == image)
                .findFirst()
                .map(job -> image.tried(runs.get(jobs.indexOf(job))))
                .orElse(image));
        return subject.with(images);
    }

    private Fact<Ready> ready(Source source) {
        if (source.isLocal() && source.folder().isEmpty()) {
            return Fact.unknown("it is in an archive, and a builder takes images from a registry or a layout's folder");
        }
        try {
            Buildx buildx = tools.buildx();
            Builder builder = Builder.inspect(tools.programs(), buildx, name);
            if (!builder.error().isEmpty()) {
                return Fact.unknown("builder " + builder.name() + " can't be used: " + builder.error());
            }
            var hosts = new BuilderHost(tools.programs(), buildx, new LocalHost(Path.of("/")));
            var solve = new SolveRun(tools.programs(), buildx, builder.name(), SolveRun.Place.of(source));
            return Fact.known(new Ready(builder, hosts, solve), FactSource.COMMAND);
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

    private List<Fact<SmokeRun>> on(Ready ready, List<Job> jobs) {
        tools.progress()
                .accept("running "
                        + jobs.stream().mapToInt(job -> job.commands.size()).sum() + " commands in " + jobs.size()
                        + " images on builder " + ready.builder.name());
        List<Supplier<Fact<SmokeRun>>> work = new ArrayList<>();
        for (Job job : jobs) {
            Optional<String> unfit = unfit(job);
            work.add(() -> unfit.<Fact<SmokeRun>>map(Fact::unknown)
                    .orElseGet(() -> Fact.known(on(ready, job), FactSource.PROBE)));
            work.add(() -> {
                ready.hosts.facts(ready.builder, job.platform); // each is asked once, and the answer is kept
                return null;
            });
        }
        List<Fact<SmokeRun>> done = AtOnce.map(work, MOST_AT_ONCE, Supplier::get);
        done.removeIf(Objects::isNull);
        return done;
    }

    /** Why nothing that were run would be a test of this image. */
    private static Optional<String> unfit(Job job) {
        Fact<ImageConfig> config = job.image.config();
        if (!config.isKnown()) {
            return Optional.of("its config is unknown: " + config.reason());
        }
        ImageConfig known = config.value().orElseThrow();
        if (!known.platform().equals(Optional.of(job.platform))) {
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

    private SmokeRun on(Ready ready, Job job) {
        ImageConfig config = job.image.config().value().orElseThrow();
        List<SmokeResult> results = new ArrayList<>();
        for (SmokeCommand command : job.commands) {
            results.add(
                    ready.solve.run(job.image.descriptor().digest(), job.platform, command, words(command, config)));
        }
        HostFacts host = ready.hosts.facts(ready.builder, job.platform);
        results.replaceAll(result -> believed(result, host, job.platform));
        return SmokeRun.on(host, results);
    }

    /** As a runtime puts them together: arguments replace the image's own command, and follow its entrypoint. */
    private static List<String> words(SmokeCommand command, ImageConfig config) {
        if (!command.ofEntrypoint()) {
            return command.words();
        }
        List<String> words = new ArrayList<>(config.settings().entrypoint());
        words.addAll(command.words().isEmpty() ? config.settings().command() : command.words());
        return words;
    }

    /** That a program does not start says something of the image only where programs of its platform run at all. */
    private static SmokeResult believed(SmokeResult result, HostFacts host, Platform platform) {
        Fact<Boolean> runs = host.runs();
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

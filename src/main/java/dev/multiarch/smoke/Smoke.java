package dev.multiarch.smoke;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.host.BuilderHost;
import dev.multiarch.image.Digest;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.record.SmokeRun;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.ImageRuns;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs commands in the image of each platform on a builder, without a network, a shell or a container engine: as the one
 * {@code RUN} of a build that starts from the image. Nothing is thrown for what can't be run: it is unknown, with the reason.
 */
public final class Smoke implements ImageRuns {
    private static final int LARGEST_CONFIG = 8 << 20;

    private final Session tools;
    private final Optional<String> name;
    private final boolean again;

    /** @param builder empty for the current one */
    public Smoke(Session tools, Optional<String> builder) {
        this(tools, builder, true);
    }

    private Smoke(Session tools, Optional<String> builder, boolean again) {
        this.tools = tools;
        this.name = builder;
        this.again = again;
    }

    /** One that leaves out what a build record has the results of: the runner that built a leg may be the only native one. */
    public static Smoke unlessRecorded(Session tools, Optional<String> builder) {
        return new Smoke(tools, builder, false);
    }

    /** One image, and what is to be run in it. */
    private record Job(Image image, Platform platform, List<SmokeCommand> commands) {
        boolean isRecorded() {
            return image.build()
                    .smoke()
                    .value()
                    .filter(run -> run.covers(commands))
                    .isPresent();
        }
    }

    @Override
    public Subject run(Source source, Subject subject, Function<Optional<Platform>, List<SmokeCommand>> wanted) {
        List<Job> jobs = new ArrayList<>();
        for (Image image : subject.images()) {
            Optional<Platform> platform = image.descriptor().platform().filter(named -> !named.isUnknown());
            List<SmokeCommand> commands = wanted.apply(platform);
            if (platform.isPresent() && !platform.get().os().equals("windows") && !commands.isEmpty()) {
                var job = new Job(image, platform.get(), commands);
                if (again || !job.isRecorded()) {
                    jobs.add(job);
                }
            }
        }
        if (jobs.isEmpty()) {
            return subject;
        }
        Fact<ImageRun> ready = ImageRun.on(tools, name, source, Optional.empty());
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

    /**
     * What becomes of the commands in the image of one leg.
     *
     * @param hosts that may know the builder's host already
     */
    public Fact<SmokeRun> leg(
            Source made, Digest image, Platform platform, List<SmokeCommand> commands, BuilderHost hosts) {
        Fact<ImageRun> ready = ImageRun.on(tools, name, made, Optional.of(hosts));
        return ready.isKnown()
                ? ready.value()
                        .orElseThrow()
                        .run(List.of(new ImageRun.Work(image, platform, config(made, image), commands)))
                        .get(0)
                : Fact.unknown(ready.reason());
    }

    static Fact<ImageConfig> config(Source made, Digest image) {
        try {
            Manifest manifest = Manifest.parse(made.manifest(image).bytes(), "manifest " + image);
            byte[] config = made.blob(manifest.config(), LARGEST_CONFIG).bytes();
            return Fact.known(ImageConfig.parse(config, "config of " + image), FactSource.REGISTRY);
        } catch (RegistryException | FormatException e) {
            return Fact.unknown(e.getMessage());
        }
    }

    private List<Fact<SmokeRun>> on(ImageRun ready, List<Job> jobs) {
        tools.progress()
                .accept("running "
                        + jobs.stream().mapToInt(job -> job.commands.size()).sum() + " commands in " + jobs.size()
                        + " images on builder " + ready.builder().name());
        List<ImageRun.Work> work = jobs.stream()
                .map(job -> new ImageRun.Work(
                        job.image.descriptor().digest(), job.platform, job.image.config(), job.commands))
                .toList();
        return ready.run(work);
    }
}

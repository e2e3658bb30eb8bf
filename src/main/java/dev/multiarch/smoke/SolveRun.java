package dev.multiarch.smoke;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.host.Builder;
import dev.multiarch.host.BuilderHost;
import dev.multiarch.host.ProbeStages;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Programs.Watch;
import dev.multiarch.process.Result;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.record.SmokeResult;
import dev.multiarch.registry.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs commands, each in a fresh copy of its image. All that is to be known of several images is one build, as each call of
 * buildx takes longer than most programs. What that leaves open, since the first failure cancels the rest, is built alone.
 *
 * @param hosts for what is known of the builder's host
 * @param images where they are
 * @param together whether one build may run all: a builder of several nodes gives each platform to another
 */
record SolveRun(Programs programs, Buildx buildx, Builder builder, BuilderHost hosts, Place images, boolean together) {
    /** For fetching the images, which may be large, before their programs start. */
    private static final Duration FETCH = Duration.ofMinutes(15);

    private static final int MOST_AT_ONCE = 8;

    /**
     * Where images are taken from.
     *
     * @param name the repository; of layouts the beginning of what an image is called in the build
     * @param layout its folder
     */
    record Place(String name, Optional<Path> layout) {
        private static final int SHORT = 12;

        static Place of(Source source) {
            return source.folder()
                    .map(folder -> new Place("image", Optional.of(folder.toAbsolutePath())))
                    .orElseGet(() -> new Place(Reference.parse(source.name()).name(), Optional.empty()));
        }

        String from(Digest image) {
            return layout.isPresent() ? name + "-" + image.hex().substring(0, SHORT) : name + "@" + image;
        }

        List<String> arguments(Digest image) {
            return layout.map(
                            folder -> List.of("--build-context", from(image) + "=oci-layout://" + folder + "@" + image))
                    .orElse(List.of());
        }
    }

    /**
     * One command in one image.
     *
     * @param image the manifest, whose config says that it is for this platform: BuildKit would run any
     * @param words of the command, with those of the image
     * @param search for the program that it starts
     */
    record Call(Digest image, Platform platform, SmokeCommand command, List<String> words, ProgramSearch search) {}

    /** @return the results in this order */
    List<SmokeResult> run(List<Call> calls) {
        List<SmokeResult> results = new ArrayList<>();
        for (int i = 0; i < calls.size(); i += MOST_AT_ONCE) {
            results.addAll(some(calls.subList(i, Math.min(calls.size(), i + MOST_AT_ONCE))));
        }
        return results;
    }

    private List<SmokeResult> some(List<Call> calls) {
        List<Attempt> all = calls.stream().map(Attempt::new).toList();
        AtOnce.map(groups(open(all)), MOST_AT_ONCE, this::joint);
        List<Attempt> open = open(all);
        List<Supplier<Object>> parts = new ArrayList<>(List.of(() -> read(all)));
        for (Attempt attempt : open) {
            parts.add(() -> alone(attempt));
            parts.add(() -> hosts.ran(builder, attempt.call().platform())); // meanwhile
        }
        AtOnce.map(parts, parts.size(), Supplier::get);
        return all.stream().map(Attempt::believed).toList();
    }

    private static List<Attempt> open(List<Attempt> all) {
        return all.stream().filter(Attempt::isOpen).toList();
    }

    /** Of which each is one build. */
    private List<List<Attempt>> groups(List<Attempt> all) {
        return together && !all.isEmpty()
                ? List.of(all)
                : all.stream().map(List::of).toList();
    }

    /** All that is to be known of these, by the build of the good case: it leaves open what it does not tell. */
    private List<Attempt> joint(List<Attempt> all) {
        List<Call> calls = all.stream().map(Attempt::call).toList();
        var watch = new SolveLogs(IntStream.range(0, calls.size())
                .mapToObj(i ->
                        SolveLog.ofStage(SmokeDockerfile.stage(i), calls.get(i).command()))
                .toList());
        Optional<ProbeStages> probe = together
                ? hosts.pending(builder, calls.stream().map(Call::platform).toList())
                : Optional.empty();
        try {
            Result build = StagedBuild.run(this, all, all, probe, watch);
            List<Optional<SmokeResult>> results = watch.results(build);
            for (int i = 0; i < results.size(); i++) {
                results.get(i).ifPresent(all.get(i)::ended);
            }
        } catch (IOException | ProgramException e) {
            return all; // each of them is built alone, which says why
        }
        return all;
    }

    /** Reads what their programs are, until each is known or can't be. */
    private List<Attempt> read(List<Attempt> all) {
        List<Attempt> asking = all;
        while (!asking.isEmpty()) {
            asking = all.stream().filter(attempt -> !attempt.wanted().isEmpty()).toList();
            AtOnce.map(groups(asking), MOST_AT_ONCE, this::readOnce);
        }
        return all;
    }

    private List<Attempt> readOnce(List<Attempt> asking) {
        Optional<String> failed;
        try {
            Result build = StagedBuild.run(this, List.of(), asking, Optional.empty(), Watch.NONE);
            failed = build.ok() ? Optional.empty() : Optional.of(SolveLog.reason(build));
        } catch (IOException | ProgramException e) {
            failed = Optional.of("the build " + e.getMessage());
        }
        failed.ifPresent(why -> asking.forEach(attempt -> attempt.unread("its image can't be read: " + why)));
        return asking;
    }

    private Attempt alone(Attempt attempt) {
        Call call = attempt.call();
        SmokeCommand command = call.command();
        String file = SmokeDockerfile.of(images.from(call.image()), command, call.words());
        var log = new SolveLog(command);
        try {
            Program build = build(List.of(call), List.of(), "-").reading(file.getBytes(StandardCharsets.UTF_8));
            attempt.ended(log.result(programs.watch(build, log)));
        } catch (ProgramException e) {
            attempt.ended(SmokeResult.notRun(command, "the build " + e.getMessage()));
        }
        return attempt;
    }

    /** @param context a folder, or {@code -} for a Dockerfile on standard input */
    Program build(List<Call> calls, List<String> more, String context) {
        String platform = calls.get(0).platform().toString();
        List<String> arguments = new ArrayList<>(List.of("build", "--builder", builder.name(), "--platform", platform));
        arguments.addAll(List.of("--no-cache", "--provenance=false", "--progress=rawjson"));
        arguments.addAll(more);
        calls.stream().map(Call::image).distinct().map(images::arguments).forEach(arguments::addAll);
        arguments.add(context);
        Duration longest = calls.stream()
                .map(call -> call.command().limit())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return buildx.command(arguments).within(FETCH.plus(longest));
    }

    /** Whose program reads an image of this platform: the CPU's own; empty where there is none. */
    Optional<Platform> reader(Platform platform) {
        return builder.node(platform).flatMap(Builder.Node::own).stream()
                .flatMap(own -> Stream.of(own, platform))
                .filter(BuilderHost::canProbe)
                .findFirst();
    }
}

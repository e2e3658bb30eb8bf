package dev.multiarch.smoke;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.record.SmokeResult;
import dev.multiarch.registry.Source;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs commands, each in a fresh copy of its image. Those of several images are stages of one build, as each call of buildx
 * takes longer than most programs. What that leaves open, since the first failure cancels the rest, is built alone.
 *
 * @param images where they are
 * @param together whether one build may run all: a builder of several nodes gives each platform to another
 */
record SolveRun(Programs programs, Buildx buildx, String builder, Place images, boolean together) {
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
     */
    record Call(Digest image, Platform platform, SmokeCommand command, List<String> words) {}

    /** @return the results in this order */
    List<SmokeResult> run(List<Call> calls) {
        List<SmokeResult> results = new ArrayList<>();
        for (int i = 0; i < calls.size(); i += MOST_AT_ONCE) {
            results.addAll(some(calls.subList(i, Math.min(calls.size(), i + MOST_AT_ONCE))));
        }
        return results;
    }

    private List<SmokeResult> some(List<Call> calls) {
        List<Optional<SmokeResult>> known = calls.stream()
                .map(call -> SmokeDockerfile.refused(call.words()).map(why -> SmokeResult.notRun(call.command(), why)))
                .collect(Collectors.toCollection(ArrayList::new));
        List<Integer> open = open(known);
        if (together && open.size() > 1) {
            List<Optional<SmokeResult>> answers =
                    together(open.stream().map(calls::get).toList());
            for (int i = 0; i < answers.size(); i++) {
                known.set(open.get(i), answers.get(i));
            }
            open = open(known);
        }
        List<SmokeResult> alone = AtOnce.map(open, MOST_AT_ONCE, number -> alone(calls.get(number)));
        for (int i = 0; i < alone.size(); i++) {
            known.set(open.get(i), Optional.of(alone.get(i)));
        }
        return known.stream().map(Optional::orElseThrow).toList();
    }

    private static List<Integer> open(List<Optional<SmokeResult>> known) {
        return IntStream.range(0, known.size())
                .filter(number -> known.get(number).isEmpty())
                .boxed()
                .toList();
    }

    /** @return for each what is known of it by this build */
    private List<Optional<SmokeResult>> together(List<Call> calls) {
        var file = new StringBuilder();
        List<SolveLog> logs = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            String from = "--platform=" + call.platform() + " " + images.from(call.image());
            file.append(SmokeDockerfile.stage(i, from, call.command(), call.words()));
            logs.add(SolveLog.ofStage(SmokeDockerfile.stage(i), call.command()));
        }
        file.append(SmokeDockerfile.all(calls.size()));
        var all = new SolveLogs(logs);
        try {
            return all.results(programs.watch(build(file.toString(), calls), all));
        } catch (ProgramException e) {
            return calls.stream().map(call -> Optional.<SmokeResult>empty()).toList();
        }
    }

    private SmokeResult alone(Call call) {
        SmokeCommand command = call.command();
        String file = SmokeDockerfile.of(images.from(call.image()), command, call.words());
        var log = new SolveLog(command);
        try {
            return log.result(programs.watch(build(file, List.of(call)), log));
        } catch (ProgramException e) {
            return SmokeResult.notRun(command, "the build " + e.getMessage());
        }
    }

    private Program build(String file, List<Call> calls) {
        String platform = calls.get(0).platform().toString();
        List<String> arguments = new ArrayList<>(List.of("build", "--builder", builder, "--platform", platform));
        arguments.addAll(List.of("--no-cache", "--provenance=false", "--progress=rawjson"));
        calls.stream().map(Call::image).distinct().map(images::arguments).forEach(arguments::addAll);
        arguments.add("-");
        Duration longest = calls.stream()
                .map(call -> call.command().limit())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return buildx.command(arguments)
                .reading(file.getBytes(StandardCharsets.UTF_8))
                .within(FETCH.plus(longest));
    }
}

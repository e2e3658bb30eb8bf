package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.it.Stack;
import dev.multiarch.plan.Plan;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.FaultyProxy;
import dev.multiarch.registry.FaultyProxy.Fault;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Refused;
import dev.multiarch.step.StepFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * A merge or a promotion through a proxy before the real registry, over and over. Each time one request meets a fault, or
 * somebody else moves the tag just before it. Afterwards every tag is the old image or one that passed, what the message says
 * about tags is true, and running again succeeds.
 */
final class FaultMatrix implements AutoCloseable {
    private static final List<Platform> PLATFORMS =
            List.of(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"), Platform.parse("linux/arm/v7"));

    /** Long enough for a machine that is busy with other things. */
    private static final Duration USUAL = Duration.ofMinutes(2);

    /** For the runs that wait in vain for an answer. */
    private static final Duration SHORT = Duration.ofMillis(700);

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final FaultyProxy proxy;
    private final Registry direct = new Registry(settings(USUAL));
    final Reference behindProxy;
    final Reference otherBehindProxy;
    final Reference real;
    final Reference otherReal;
    final MatrixMerge merge;
    private final MatrixTags tags;
    private int faults;
    private int lost;
    private int runs;

    /** What is done through the proxy. */
    interface Scenario {
        /** @return the index that the tags should point to in the end */
        Digest run(Registry registry, Run run) throws Exception;

        /**
         * What else has to be true after a run, without the proxy.
         *
         * @param moved whether a tag is not where it was before
         */
        default void check(boolean moved) throws Exception {}
    }

    /** One run's tag and plan; later runs are newer. */
    record Run(int number, String tag, Digest before) {}

    /** What one run came to. */
    private record Result(Optional<Digest> wanted, Optional<Exception> failure) {}

    FaultMatrix(Stack stack, Path folder) throws Exception {
        proxy = new FaultyProxy(stack.registry());
        String name = "/it/matrix-" + UUID.randomUUID().toString().substring(0, 8);
        behindProxy = Reference.parse(proxy.host() + name);
        otherBehindProxy = Reference.parse(proxy.host() + name + "-other");
        real = Reference.parse(stack.registry() + name);
        otherReal = Reference.parse(stack.registry() + name + "-other");
        Path policy = Files.writeString(folder.resolve("matrix.yaml"), """
                apiVersion: multiarch/v1
                kind: Policy
                name: matrix
                image:
                  platforms: {required: [linux/amd64, linux/arm64, linux/arm/v7], unique: true}
                  config-match: true
                  blobs-exist: true
                """);
        List<Digest> images = new ArrayList<>();
        for (Platform platform : PLATFORMS) {
            images.add(new LegImage(platform, "matrix").push(direct, real));
            new LegImage(platform, "matrix").push(direct, otherReal);
        }
        tags = new MatrixTags(direct, real, otherReal);
        merge = new MatrixMerge(PLATFORMS, images, List.of(PolicyReader.read(policy.toString(), folder)));
    }

    /** Reads and writes without the proxy. */
    Registry direct() {
        return direct;
    }

    /** Each request meets each kind of fault. */
    Stream<DynamicTest> whole(String name, List<Reference> tagged, Scenario scenario) throws Exception {
        return chosen(name, tagged, scenario, FaultChoice::whole);
    }

    /** @param choice of the faults among so many requests */
    Stream<DynamicTest> chosen(
            String name, List<Reference> tagged, Scenario scenario, IntFunction<Stream<FaultChoice>> choice)
            throws Exception {
        List<String> requests = requests(scenario);
        return choice.apply(requests.size())
                .map(each -> test(name, requests, each.number(), each.fault(), tagged, scenario));
    }

    /** Just before each request somebody moves the tag to a newer image. It stays there, but for one that follows at once. */
    Stream<DynamicTest> swaps(String name, Scenario scenario) throws Exception {
        List<String> requests = requests(scenario);
        return tests(name + ": the tag is moved by others", requests, number -> () -> swap(scenario, number));
    }

    private List<String> requests(Scenario scenario) throws Exception {
        proxy.spoilNothing();
        try (Registry registry = new Registry(settings(USUAL))) {
            scenario.run(registry, next());
        }
        List<String> requests = proxy.lines();
        assertThat(requests).hasSizeGreaterThan(8).anyMatch(line -> line.startsWith("PUT "));
        return requests;
    }

    private DynamicTest test(
            String name, List<String> requests, int number, Fault fault, List<Reference> tagged, Scenario scenario) {
        return tests(name + ": " + fault, requests, each -> () -> spoil(tagged, scenario, fault, each))
                .skip(number - 1L)
                .findFirst()
                .orElseThrow();
    }

    private static Stream<DynamicTest> tests(String what, List<String> requests, IntFunction<Executable> body) {
        return IntStream.rangeClosed(1, requests.size())
                .mapToObj(number -> DynamicTest.dynamicTest(
                        what + " at request " + number + " of " + requests.size() + ", "
                                + requests.get(number - 1).replaceAll("[0-9a-f]{57}", "…"),
                        body.apply(number)));
    }

    private Result run(Scenario scenario, Run run, Duration patience) throws Exception {
        try (Registry registry = new Registry(settings(patience))) {
            return new Result(Optional.of(scenario.run(registry, run)), Optional.empty());
        } catch (RegistryException
                | ProgramException
                | StepFailed
                | Refused
                | CannotJudge
                | MatrixMerge.NotPassed expected) {
            return new Result(Optional.empty(), Optional.of(expected));
        }
    }

    private void spoil(List<Reference> tagged, Scenario scenario, Fault fault, int number) throws Exception {
        Run run = next();
        proxy.spoil(number, fault);
        Result result = run(scenario, run, fault == Fault.SILENCE ? SHORT : USUAL);
        faults++;
        proxy.spoilNothing();
        List<Optional<Digest>> now = tags.of(tagged, run.tag());
        scenario.check(!now.stream().allMatch(Optional.of(run.before())::equals));
        Digest whole;
        try (Registry registry = new Registry(settings(USUAL))) {
            whole = scenario.run(registry, run);
        }
        now.forEach(tag -> isOneOf(tag, List.of(run.before(), whole), result));
        if (result.failure().isEmpty()) {
            assertThat(now)
                    .as("nothing failed")
                    .allMatch(Optional.of(result.wanted().orElseThrow())::equals);
        }
        scenario.check(true);
        saysWhatIsTrue(result, now, run.before());
        assertThat(tags.of(tagged, run.tag())).as("after another run").allMatch(Optional.of(whole)::equals);
    }

    private void swap(Scenario scenario, int number) throws Exception {
        Run run = next();
        Digest[] newer = new Digest[1];
        proxy.meanwhile(number, () -> newer[0] = tags.newer(run.tag()));
        Result result = run(scenario, run, USUAL);
        faults++;
        List<String> lines = proxy.lines();
        proxy.spoilNothing();
        Optional<Digest> now = tags.of(List.of(real), run.tag()).get(0);
        List<Digest> good = new ArrayList<>(List.of(newer[0]));
        int put = lines.indexOf("PUT /v2/" + real.repository() + "/manifests/" + run.tag()) + 1;
        if (put == number) {
            result.wanted().ifPresent(good::add); // no registry compares before it sets
        }
        isOneOf(now, good, result);
    }

    private void isOneOf(Optional<Digest> tag, List<Digest> good, Result result) {
        boolean kept = tag.isPresent() && good.contains(tag.get());
        lost += kept ? 0 : 1;
        assertThat(kept).as("after %s the tag is %s", result, tag).isTrue();
    }

    private static void saysWhatIsTrue(Result result, List<Optional<Digest>> now, Digest before) {
        String message = result.failure().map(Exception::getMessage).orElse("");
        if (message.matches("(?s).*(?i:no tag (was )?moved|nothing was pushed).*")) {
            assertThat(now).as(message).allMatch(Optional.of(before)::equals);
        }
    }

    Plan plan(Reference repository, Run run) {
        return merge.plan(repository, "run-" + run.number(), START.plusSeconds(run.number()));
    }

    private Run next() throws Exception {
        int number = ++runs;
        String tag = "t" + number;
        return new Run(number, tag, tags.older(tag));
    }

    private static RegistrySettings settings(Duration read) {
        var patience = new RegistrySettings.Patience(USUAL, read, USUAL, Duration.ofMillis(1));
        return new RegistrySettings(Set.of(), Path.of("/nonexistent"), Map.of(), Duration.ofHours(1), patience);
    }

    /** Says how many faults there were, which .ci/run adds up. */
    @Override
    public void close() {
        proxy.close();
        System.out.println("fault matrix: " + faults + " faults injected, " + lost + " tags lost");
    }
}

package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.it.Stack;
import dev.multiarch.plan.Plan;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.record.stores.RegistryStore;
import dev.multiarch.registry.FaultyProxy;
import dev.multiarch.registry.FaultyProxy.Fault;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.IntentPlace;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each request of a merge, and of a promotion to two repositories, meets each kind of fault. Afterwards every tag is the
 * old image or the new one that passed, what the message says about tags is true, and running again succeeds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixIT {
    private static final List<Platform> PLATFORMS =
            List.of(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"), Platform.parse("linux/arm/v7"));
    /** Long enough for a machine that is busy with other things. */
    private static final Duration USUAL = Duration.ofMinutes(2);

    /** For the runs that wait in vain for an answer. */
    private static final Duration SHORT = Duration.ofMillis(700);

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicInteger faults = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private FaultyProxy proxy;
    private Registry direct;
    private Reference behindProxy;
    private Reference otherBehindProxy;
    private Reference real;
    private Reference otherReal;
    private MatrixMerge merge;

    /** What a scenario does through the proxy. */
    private interface Scenario {
        /** @return the index that the tags should point to in the end */
        Digest run(Registry registry, Run run) throws Exception;
    }

    /** One run's tag and plan; later runs are newer. */
    private record Run(int number, String tag, Digest before) {}

    @BeforeAll
    void push(@TempDir Path folder) throws Exception {
        Stack stack = Stack.require();
        proxy = new FaultyProxy(stack.registry());
        direct = new Registry(settings(USUAL));
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
        merge = new MatrixMerge(PLATFORMS, images, List.of(PolicyReader.read(policy.toString(), folder)));
    }

    @AfterAll
    void count() {
        if (proxy != null) {
            proxy.close();
            System.out.println("fault matrix: " + faults.get() + " faults injected, " + lost.get() + " tags lost");
        }
    }

    @TestFactory
    Stream<DynamicNode> merge() throws Exception {
        return matrix(
                "merge",
                List.of(real),
                (registry, run) -> merge.run(registry, plan(behindProxy, run), List.of(behindProxy.withTag(run.tag())))
                        .candidate()
                        .digest()
                        .orElseThrow());
    }

    /** In a separate repository, as each run leaves an intent there, and a list of tags must not get a second page. */
    @TestFactory
    Stream<DynamicNode> mergeWithIntents() throws Exception {
        return matrix("merge with intents", List.of(otherReal), (registry, run) -> {
            Session session = MatrixMerge.session(registry).with(new IntentTags(registry));
            Merge.Merged merged = merge.run(
                    session,
                    EngineChoice.NATIVE,
                    plan(otherBehindProxy, run),
                    List.of(otherBehindProxy.withTag(run.tag())));
            if (merged.verdict().outcome() != Outcome.PASS) {
                throw new MatrixMerge.NotPassed(merged);
            }
            MatrixMerge.moved(merged.promotion());
            return merged.candidate().digest().orElseThrow();
        });
    }

    private record IntentTags(Registry registry) implements IntentPlace {
        @Override
        public Optional<Folder> of(Reference tag) {
            return Optional.of(
                    new Folder(RegistryStore.ofIntents(registry, tag.repositoryOnly()), tag.selector() + "/"));
        }

        @Override
        public Optional<String> gap() {
            return Optional.empty();
        }
    }

    @TestFactory
    Stream<DynamicNode> promoteToTwoRepositories() throws Exception {
        return matrix("promote", List.of(real, otherReal), (registry, run) -> {
            Reference candidate = real.with(merge.run(direct, plan(real, run), List.of())
                    .candidate()
                    .digest()
                    .orElseThrow());
            List<Reference> tags = List.of(behindProxy.withTag(run.tag()), otherBehindProxy.withTag(run.tag()));
            MatrixMerge.promote(
                    MatrixMerge.session(registry),
                    EngineChoice.NATIVE,
                    behindProxy.with(candidate.digest().orElseThrow()),
                    tags);
            return candidate.digest().orElseThrow();
        });
    }

    private Stream<DynamicNode> matrix(String name, List<Reference> tagged, Scenario scenario) throws Exception {
        proxy.spoilNothing();
        try (Registry registry = throughProxy(USUAL)) {
            scenario.run(registry, next());
        }
        List<String> requests = proxy.lines();
        assertThat(requests).hasSizeGreaterThan(8).anyMatch(line -> line.startsWith("PUT "));
        return Stream.of(Fault.values())
                .flatMap(fault -> IntStream.rangeClosed(1, requests.size())
                        .mapToObj(number -> DynamicTest.dynamicTest(
                                name + ": " + fault + " at request " + number + " of " + requests.size() + ", "
                                        + requests.get(number - 1).replaceAll("[0-9a-f]{57}", "…"),
                                () -> spoil(tagged, scenario, fault, number))));
    }

    private void spoil(List<Reference> tagged, Scenario scenario, Fault fault, int number) throws Exception {
        Run run = next();
        proxy.spoil(number, fault);
        Optional<Exception> failure = Optional.empty();
        Optional<Digest> wanted = Optional.empty();
        try (Registry registry = throughProxy(fault == Fault.SILENCE ? SHORT : USUAL)) {
            wanted = Optional.of(scenario.run(registry, run));
        } catch (RegistryException | StepFailed | Refused | CannotJudge | MatrixMerge.NotPassed expected) {
            failure = Optional.of(expected);
        }
        faults.incrementAndGet();
        proxy.spoilNothing();
        List<Optional<Digest>> now = tags(tagged, run);
        Digest whole;
        try (Registry registry = throughProxy(USUAL)) {
            whole = scenario.run(registry, run);
        }
        for (Optional<Digest> tag : now) {
            boolean good = tag.equals(Optional.of(run.before())) || tag.equals(Optional.of(whole));
            if (!good) {
                lost.incrementAndGet();
            }
            assertThat(good).as("after %s the tag is %s", failure, tag).isTrue();
        }
        if (failure.isEmpty()) {
            assertThat(now).as("nothing failed").allMatch(Optional.of(wanted.orElseThrow())::equals);
        } else if (failure.get().getMessage().matches("(?s).*(?i:no tag (was )?moved|nothing was pushed).*")) {
            assertThat(now).as(failure.get().getMessage()).allMatch(Optional.of(run.before())::equals);
        }
        assertThat(tags(tagged, run)).as("after another run").allMatch(Optional.of(whole)::equals);
    }

    private Plan plan(Reference repository, Run run) {
        return merge.plan(repository, "run-" + run.number(), START.plusSeconds(run.number()));
    }

    /** A run whose tag points to an older index of other images, in both repositories. */
    private Run next() throws Exception {
        int number = runs.incrementAndGet();
        String tag = "t" + number;
        Digest old = new LegImage(PLATFORMS.get(0), "old").pushIndex(direct, real, START.minusSeconds(1), tag);
        new LegImage(PLATFORMS.get(0), "old").pushIndex(direct, otherReal, START.minusSeconds(1), tag);
        return new Run(number, tag, old);
    }

    private List<Optional<Digest>> tags(List<Reference> repositories, Run run) throws RegistryException {
        List<Optional<Digest>> found = new ArrayList<>();
        for (Reference repository : repositories) {
            found.add(direct.resolve(repository.withTag(run.tag())));
        }
        return found;
    }

    private static Registry throughProxy(Duration read) {
        return new Registry(settings(read));
    }

    private static RegistrySettings settings(Duration read) {
        var patience = new RegistrySettings.Patience(USUAL, read, USUAL, Duration.ofMillis(1));
        return new RegistrySettings(Set.of(), Path.of("/nonexistent"), Map.of(), Duration.ofHours(1), patience);
    }
}

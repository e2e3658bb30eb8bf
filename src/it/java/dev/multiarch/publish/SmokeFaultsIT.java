package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.it.Stack;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.read.SmokePolicy;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.Registry;
import dev.multiarch.smoke.Smoke;
import dev.multiarch.step.Session;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults at each request of a merge that runs every platform first, the builder's requests among them, and faults of the
 * builder itself. Each image prints its own word, so that a test that is said to pass has been run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmokeFaultsIT {
    private static final List<Platform> NATIVE = List.of(Platform.parse("linux/amd64"));
    private static final List<Platform> BOTH = List.of(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"));

    private final String salt = UUID.randomUUID().toString();
    private Stack stack;
    private FaultMatrix matrix;
    private FaultyBuilder builder;
    private int tests;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        stack = Stack.require();
        matrix = new FaultMatrix(stack, folder);
        builder = new FaultyBuilder(stack, folder);
    }

    @AfterAll
    void close() throws Exception {
        if (builder != null) {
            builder.close();
            matrix.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> mergeThatRunsOnePlatform() throws Exception {
        return matrix.chosen("smoke", List.of(matrix.real), new Run(NATIVE), FaultChoice::eachKindOnce);
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> mergeThatRunsTwoPlatformsWhole() throws Exception {
        return matrix.whole("smoke", List.of(matrix.real), new Run(BOTH));
    }

    /** It dies while it is asked. */
    @TestFactory
    Stream<DynamicTest> builderThatIsGoneAfterSoMuch() throws Exception {
        return cuts(1, 3);
    }

    /** From one that is away, for which buildx waits 20 seconds, to one that dies at the end. */
    @TestFactory
    @Tag("long")
    Stream<DynamicTest> builderThatIsGoneAfterSoMuchWhole() throws Exception {
        return cuts(0, 20);
    }

    @TestFactory
    Stream<DynamicTest> reportsOfTheBuildThatCannotBeRead() {
        return Stream.of(FaultyBuilder.Report.values())
                .filter(each -> each != FaultyBuilder.Report.WHOLE)
                .map(each -> DynamicTest.dynamicTest(
                        "report " + each,
                        () -> unknownThenWhole(() -> builder.report(each), () -> {
                            builder.report(FaultyBuilder.Report.WHOLE);
                        })));
    }

    private Stream<DynamicTest> cuts(int first, int parts) throws Exception {
        builder.cutNever();
        String tag = next();
        assertThat(merge(tag).outcome()).isEqualTo(Outcome.PASS);
        long all = builder.passed();
        assertThat(all).isGreaterThan(1000);
        return IntStream.range(first, parts)
                .mapToObj(part -> DynamicTest.dynamicTest(
                        "gone after " + part + "/" + parts + " of " + all + " bytes",
                        () -> unknownThenWhole(() -> builder.cutAfter(all * part / parts), builder::cutNever)));
    }

    private interface Step {
        void run() throws Exception;
    }

    private void unknownThenWhole(Step fault, Step repair) throws Exception {
        String tag = next();
        Digest before = new MatrixTags(matrix.direct(), matrix.real, matrix.otherReal).older(tag);
        try {
            fault.run();
            Verdict verdict = merge(tag);
            assertThat(verdict.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(smoke(verdict))
                    .isNotEmpty()
                    .allMatch(finding -> finding.outcome() == Outcome.UNKNOWN)
                    .allMatch(finding -> !finding.fix().isEmpty());
        } finally {
            repair.run();
        }
        assertThat(matrix.direct().resolve(matrix.real.withTag(tag))).contains(before);

        assertThat(merge(tag).outcome()).isEqualTo(Outcome.PASS);
        assertThat(matrix.direct().resolve(matrix.real.withTag(tag)))
                .isPresent()
                .get()
                .isNotEqualTo(before);
    }

    private Verdict merge(String tag) throws Exception {
        var run = new Run(NATIVE);
        return run.merged(matrix.direct(), matrix.real, tag, FaultMatrix.START.plusSeconds(tests))
                .verdict();
    }

    private String next() {
        return "builder-" + ++tests;
    }

    private static List<Finding> smoke(Verdict verdict) {
        return verdict.findings().stream()
                .filter(finding -> finding.rule().equals("image.smoke"))
                .toList();
    }

    /** @param platforms of the merge */
    private final class Run implements FaultMatrix.Scenario {
        private final List<Platform> platforms;

        Run(List<Platform> platforms) {
            this.platforms = platforms;
        }

        @Override
        public Digest run(Registry registry, FaultMatrix.Run run) throws Exception {
            Merge.Merged merged =
                    merged(registry, matrix.behindProxy, run.tag(), FaultMatrix.START.plusSeconds(run.number()));
            if (merged.verdict().outcome() != Outcome.PASS) {
                throw new MatrixMerge.NotPassed(merged.verdict());
            }
            MatrixMerge.moved(merged.promotion());
            return merged.candidate().digest().orElseThrow();
        }

        /** The images are pushed without the proxy; all that follows goes through it. */
        Merge.Merged merged(Registry registry, Reference repository, String tag, Instant created) throws Exception {
            String word = "word-of-" + tag + "-" + salt;
            List<Digest> images = new ArrayList<>();
            for (Platform platform : platforms) {
                Path busybox = stack.roots().resolve("root-" + platform.architecture() + "/bin/busybox");
                images.add(new RunnableImage(platform, busybox, word + platform.architecture())
                        .push(matrix.direct(), matrix.real));
            }
            List<Policy> policies = List.of(
                    new SmokePolicy(false, RunnableImage.COMMAND, Map.of("contains", word), List.of(), false).policy());
            var session = new Session(
                    registry, new Programs(line -> {}), builder.environment(), line -> {}, Optional.empty());
            session.with(Smoke.unlessRecorded(session, Optional.of(FaultyBuilder.NAME)));
            var merge = new MatrixMerge(platforms, images, policies);
            Merge.Merged merged = merge.run(
                    session,
                    EngineChoice.NATIVE,
                    merge.plan(repository, "smoke-" + tag, created),
                    List.of(repository.withTag(tag)));
            passedOnlyWhatRan(merged.verdict(), word);
            return merged;
        }

        private void passedOnlyWhatRan(Verdict verdict, String word) {
            List<Finding> findings = smoke(verdict);
            assertThat(findings).as("none has failed").noneMatch(found -> found.outcome() == Outcome.FAIL);
            assertThat(findings)
                    .filteredOn(finding -> finding.outcome() == Outcome.PASS)
                    .allMatch(finding -> finding.message()
                            .contains(word + finding.platform().orElseThrow().architecture()));
            if (verdict.outcome() == Outcome.PASS) {
                assertThat(findings).hasSameSizeAs(platforms);
            }
        }
    }
}

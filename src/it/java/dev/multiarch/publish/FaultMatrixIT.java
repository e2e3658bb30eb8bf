package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.it.Stack;
import dev.multiarch.policy.Outcome;
import dev.multiarch.process.Programs;
import dev.multiarch.record.stores.RegistryStore;
import dev.multiarch.registry.Registry;
import dev.multiarch.step.IntentPlace;
import dev.multiarch.step.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Faults at each request of merges and promotions, with both engines. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixIT {
    private FaultMatrix matrix;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        matrix = new FaultMatrix(Stack.require(), folder);
    }

    @AfterAll
    void close() {
        if (matrix != null) {
            matrix.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> merge() throws Exception {
        return matrix.whole("merge", List.of(matrix.real), mergeBy(EngineChoice.NATIVE));
    }

    @TestFactory
    Stream<DynamicTest> mergeOfATagThatOthersMove() throws Exception {
        return matrix.swaps("merge", mergeBy(EngineChoice.NATIVE));
    }

    /** In a separate repository, as each run leaves an intent there, and a list of tags must not get a second page. */
    @TestFactory
    Stream<DynamicTest> mergeWithIntents() throws Exception {
        return matrix.whole("merge with intents", List.of(matrix.otherReal), (registry, run) -> {
            Session session = MatrixMerge.session(registry).with(new IntentTags(registry));
            return merged(session, EngineChoice.NATIVE, matrix.otherBehindProxy, run);
        });
    }

    private record IntentTags(Registry registry) implements IntentPlace {
        @Override
        public Optional<Folder> of(Reference tag) {
            return Optional.of(new Folder(
                    RegistryStore.ofIntents(registry, tag.repositoryOnly(), warning -> {}), tag.selector() + "/"));
        }

        @Override
        public Optional<String> gap() {
            return Optional.empty();
        }
    }

    @TestFactory
    Stream<DynamicTest> promoteToTwoRepositories() throws Exception {
        return matrix.whole("promote", List.of(matrix.real, matrix.otherReal), promoteBy(EngineChoice.NATIVE));
    }

    @TestFactory
    Stream<DynamicTest> mergeWithImagetools() throws Exception {
        return matrix.chosen(
                "imagetools merge", List.of(matrix.real), mergeBy(EngineChoice.IMAGETOOLS), FaultChoice::sample);
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> mergeWithImagetoolsWhole() throws Exception {
        return matrix.whole("imagetools merge", List.of(matrix.real), mergeBy(EngineChoice.IMAGETOOLS));
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> promoteWithImagetoolsWhole() throws Exception {
        return matrix.whole(
                "imagetools promote", List.of(matrix.real, matrix.otherReal), promoteBy(EngineChoice.IMAGETOOLS));
    }

    private FaultMatrix.Scenario mergeBy(EngineChoice engine) {
        return (registry, run) -> merged(session(registry), engine, matrix.behindProxy, run);
    }

    private FaultMatrix.Scenario promoteBy(EngineChoice engine) {
        return (registry, run) -> {
            Digest candidate = merged(session(matrix.direct()), EngineChoice.NATIVE, matrix.real, run, List.of());
            List<Reference> tags =
                    List.of(matrix.behindProxy.withTag(run.tag()), matrix.otherBehindProxy.withTag(run.tag()));
            MatrixMerge.promote(session(registry), engine, matrix.behindProxy.with(candidate), tags);
            return candidate;
        };
    }

    private Digest merged(Session session, EngineChoice engine, Reference repository, FaultMatrix.Run run)
            throws Exception {
        return merged(session, engine, repository, run, List.of(repository.withTag(run.tag())));
    }

    private Digest merged(
            Session session, EngineChoice engine, Reference repository, FaultMatrix.Run run, List<Reference> tags)
            throws Exception {
        Merge.Merged merged = matrix.merge.run(session, engine, matrix.plan(repository, run), tags);
        if (merged.verdict().outcome() != Outcome.PASS) {
            throw new MatrixMerge.NotPassed(merged.verdict());
        }
        MatrixMerge.moved(merged.promotion());
        return merged.candidate().digest().orElseThrow();
    }

    /** buildx takes its settings from the environment. */
    private static Session session(Registry registry) {
        return new Session(registry, new Programs(line -> {}), System.getenv(), line -> {}, Optional.empty());
    }
}

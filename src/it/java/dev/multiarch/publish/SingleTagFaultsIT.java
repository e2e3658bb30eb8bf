package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.it.Stack;
import dev.multiarch.registry.Registry;
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

/**
 * Faults at each request of a promotion with tags of single images: those never move ahead of the index's tag, the message
 * of a failure says where each is, and the same call completes it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SingleTagFaultsIT {
    private static final List<Platform> PLATFORMS =
            List.of(Platform.parse("linux/arm64"), Platform.parse("linux/arm/v7"));

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
    Stream<DynamicTest> promoteWithSingleTags() throws Exception {
        return matrix.chosen("promote with single tags", List.of(matrix.real), new Singles(), FaultChoice::sample);
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> promoteWithSingleTagsWhole() throws Exception {
        return matrix.whole("promote with single tags", List.of(matrix.real), new Singles());
    }

    /** The candidate is pushed without the proxy; all that follows goes through it. */
    private final class Singles implements FaultMatrix.Scenario {
        private FaultMatrix.Run run;
        private Digest candidate;
        private Optional<String> message;

        @Override
        public Digest run(Registry registry, FaultMatrix.Run now) throws Exception {
            run = now;
            candidate = matrix.merge
                    .run(
                            MatrixMerge.session(matrix.direct()),
                            EngineChoice.NATIVE,
                            matrix.plan(matrix.real, run),
                            List.of())
                    .candidate()
                    .digest()
                    .orElseThrow();
            message = Optional.empty();
            try {
                promote(registry);
            } catch (Exception e) {
                message = Optional.of(String.valueOf(e.getMessage()));
                throw e;
            }
            return candidate;
        }

        private void promote(Registry registry) throws Exception {
            var session = MatrixMerge.session(registry);
            PublishedIndex read = PublishedIndex.read(registry, matrix.behindProxy.with(candidate));
            List<SingleTag> singles = PLATFORMS.stream()
                    .map(platform -> new SingleTag(platform, single(matrix.behindProxy, platform)))
                    .toList();
            Promotion promotion = new Promote(session, EngineChoice.NATIVE, Optional.empty())
                    .run(
                            read,
                            new Promote.Request(
                                    List.of(matrix.behindProxy.withTag(run.tag())),
                                    false,
                                    List.of(),
                                    "test",
                                    Optional.empty(),
                                    Optional.empty(),
                                    false,
                                    Optional.empty(),
                                    singles));
            assertThat(MatrixMerge.moved(promotion)).hasSize(1 + PLATFORMS.size());
        }

        private Reference single(Reference repository, Platform platform) {
            return repository.withTag(run.tag() + "-" + platform.architecture());
        }

        private Digest image(Platform platform) throws Exception {
            return PublishedIndex.read(matrix.direct(), matrix.real.with(candidate)).index().images().stream()
                    .filter(entry -> entry.platform().equals(Optional.of(platform)))
                    .map(Descriptor::digest)
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void check(boolean moved) throws Exception {
            for (Platform platform : PLATFORMS) {
                Optional<Digest> there = matrix.direct().resolve(single(matrix.real, platform));
                if (there.isPresent()) {
                    assertThat(there).contains(image(platform));
                    assertThat(moved).as("the index's tag moved before").isTrue();
                }
                if (message.isEmpty()) {
                    assertThat(there).contains(image(platform));
                } else if (message.get().contains("is pushed. ")
                        && !message.get().contains("All tags point to it")) {
                    Reference tag = single(matrix.behindProxy, platform);
                    assertThat(message.get())
                            .containsAnyOf(
                                    tag + " points to "
                                            + there.map(Digest::toString).orElse("nothing"),
                                    "It is not known where " + tag + " points to")
                            .contains("--also-single " + platform + "=" + tag);
                }
            }
        }
    }
}

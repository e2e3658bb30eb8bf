package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.it.Stack;
import dev.multiarch.policy.Outcome;
import dev.multiarch.process.Program;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.Registry;
import dev.multiarch.sign.Sign;
import dev.multiarch.sign.SignRequest;
import dev.multiarch.signature.FoundSignature.State;
import dev.multiarch.signature.FoundVerdict;
import dev.multiarch.signature.Signatures;
import dev.multiarch.signature.VerificationKey;
import dev.multiarch.step.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * Faults at each request of a promotion that judges, signs and attaches the verdict, with the real cosign behind the same
 * proxy: what has moved is signed whole, an index is not signed before its images, and the same call completes it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SigningFaultsIT {
    private Path folder;
    private FaultMatrix matrix;
    private Map<String, String> environment;
    private VerificationKey key;

    @BeforeAll
    void start(@TempDir Path here) throws Exception {
        folder = here;
        matrix = new FaultMatrix(Stack.require(), folder);
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path cosign = Files.writeString(
                bin.resolve("cosign"),
                "#!/bin/sh\nHOME=" + folder + " COSIGN_PASSWORD=secret exec " + Commands.need("cosign") + " \"$@\"\n");
        Files.setPosixFilePermissions(cosign, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment = Map.of("PATH", bin.toString());
        for (List<String> words : List.of(
                List.of(cosign.toString(), "generate-key-pair"),
                List.of(cosign.toString(), "signing-config", "create", "--out", "none.json"))) {
            new Programs(line -> {}).run(Program.of(words).in(folder)).orThrow();
        }
        key = VerificationKey.parse(Files.readString(folder.resolve("cosign.pub")));
    }

    @AfterAll
    void close() {
        if (matrix != null) {
            matrix.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> signedPromotion() throws Exception {
        return matrix.chosen("signing", List.of(matrix.real), new Signed(), FaultChoice::few);
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> signedPromotionWhole() throws Exception {
        return matrix.whole("signing", List.of(matrix.real), new Signed());
    }

    /** The candidate is pushed without the proxy; all that follows goes through it. */
    private final class Signed implements FaultMatrix.Scenario {
        private Digest candidate;

        @Override
        public Digest run(Registry registry, FaultMatrix.Run run) throws Exception {
            Merge.Merged merged = matrix.merge.run(
                    MatrixMerge.session(matrix.direct()),
                    EngineChoice.NATIVE,
                    matrix.plan(matrix.real, run),
                    List.of());
            candidate = merged.candidate().digest().orElseThrow();
            List<String> said = new ArrayList<>();
            var session = new Session(registry, new Programs(line -> {}), environment, said::add, Optional.empty());
            var how = new SignRequest(
                    true, true, Optional.of("cosign.key"), Optional.of("none.json"), false, folder, SignRequest.LIMIT);
            try {
                JudgedPromotion.Promoted promoted = new JudgedPromotion(session.with(new Sign(session, how)))
                        .run(new JudgedPromotion.Request(
                                matrix.behindProxy.with(candidate),
                                List.of(matrix.behindProxy.withTag(run.tag())),
                                false,
                                EngineChoice.NATIVE,
                                Optional.empty(),
                                new JudgedPromotion.Judge(matrix.merge.policies(), Optional.empty()),
                                List.of()));
                if (promoted.verdict().orElseThrow().outcome() != Outcome.PASS) {
                    throw new MatrixMerge.NotPassed(promoted.verdict().get());
                }
                MatrixMerge.moved(promoted.promotion());
            } finally {
                said.removeIf(line -> !line.startsWith("signed "));
                if (!said.isEmpty()) {
                    isSignedWhole();
                }
            }
            return candidate;
        }

        private void isSignedWhole() throws Exception {
            assertThat(isSigned(candidate)).as("the index is signed").isTrue();
            assertThat(images()).as("each image is signed").allMatch(this::isSigned);
        }

        private List<Digest> images() throws Exception {
            return PublishedIndex.read(matrix.direct(), matrix.real.with(candidate)).index().images().stream()
                    .map(Descriptor::digest)
                    .toList();
        }

        private boolean isSigned(Digest digest) {
            try {
                return new Signatures(matrix.direct())
                        .of(matrix.real.with(digest), key).stream().anyMatch(found -> found.state() == State.VALID);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private boolean isAttached() throws Exception {
            Reference index = matrix.real.with(candidate);
            return new Signatures(matrix.direct())
                    .attestations(index, key::verifies, FoundVerdict.TYPES).stream()
                            .map(FoundVerdict::of)
                            .anyMatch(found -> found.summary()
                                    .filter(each -> each.passed())
                                    .isPresent());
        }

        @Override
        public void check(boolean moved) throws Exception {
            if (moved) {
                isSignedWhole();
                assertThat(isAttached()).as("the verdict is attached").isTrue();
            } else if (isSigned(candidate)) {
                assertThat(images()).as("each image is signed").allMatch(this::isSigned);
            }
        }
    }
}

package dev.multiarch.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.registry.Sample;
import dev.multiarch.signature.FoundSignature.State;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What refers to an image and is not a signature. */
class OtherArtifactsTest {
    /** Scanners attach a report each night. */
    @Test
    void manyReportsTakeNoPlaceOfSignatures() throws Exception {
        KeyPairs ours = KeyPairs.usual();
        try (var image = new SignedImage(true)) {
            for (int i = 0; i < 101; i++) {
                image.put(
                        image.image.repositoryOnly(),
                        "application/spdx+json",
                        Sample.bytes("report " + i),
                        Map.of(),
                        image.digest.toString(),
                        "");
            }
            image.refer(image.envelope(ours));
            assertThat(image.found(ours)).extracting(FoundSignature::state).containsExactly(State.VALID);
        }
    }
}

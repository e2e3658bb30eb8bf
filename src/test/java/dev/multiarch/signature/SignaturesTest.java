package dev.multiarch.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Referrers;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.embedded.Fault;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.signature.FoundSignature.State;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A signature counts if the key made it of this very digest, wherever it is kept; whatever else is there never does. */
class SignaturesTest {
    private static final Digest OTHER = Digest.of(Sample.bytes("another"));
    private static final String IN_TOTO = "application/vnd.in-toto+json";

    private SignedImage image;
    private KeyPairs ours;
    private KeyPairs theirs;

    @BeforeEach
    void start() throws Exception {
        image = new SignedImage();
        ours = KeyPairs.usual();
        theirs = KeyPairs.usual();
    }

    @AfterEach
    void close() {
        image.close();
    }

    private List<State> states() throws RegistryException {
        return image.found(ours).stream().map(FoundSignature::state).toList();
    }

    private String why() throws RegistryException {
        List<FoundSignature> found = image.found(ours);
        assertThat(found).hasSize(1);
        return found.get(0).state() + ": " + found.get(0).why();
    }

    @Test
    void withoutSignaturesNothingIsFound() throws Exception {
        assertThat(image.found(ours)).isEmpty();
    }

    @Test
    void aBundleThatNamesTheDigestCounts() throws Exception {
        Reference bundle = image.refer(image.envelope(ours));
        assertThat(image.found(ours))
                .containsExactly(
                        FoundSignature.valid(bundle.digest().orElseThrow().toString()));
    }

    @Test
    void aBundleThatSignsTheManifestItselfCounts() throws Exception {
        image.refer(image.message(ours, image.digest));
        assertThat(states()).containsExactly(State.VALID);
    }

    @Test
    void aBundleCountsUnderTheTagThatStandsInForTheApi() throws Exception {
        Reference bundle = image.refer(image.envelope(ours));
        list(bundle);
        image.registry.failAlways(image.referrers(), Fault.status(404));
        assertThat(states()).containsExactly(State.VALID);
    }

    private void list(Reference entry) throws RegistryException {
        byte[] list = Sample.bytes("{\"schemaVersion\": 2, \"mediaType\": \"application/vnd.oci.image.index.v1+json\","
                + " \"manifests\": [{\"mediaType\": \"application/vnd.oci.image.manifest.v1+json\", \"digest\": \""
                + entry.digest().orElseThrow() + "\", \"size\": 1}]}");
        image.client
                .pusher()
                .manifest(
                        image.image.withTag(Referrers.tag(image.digest)),
                        "application/vnd.oci.image.index.v1+json",
                        list);
    }

    @Test
    void aSignatureUnderTheTagOfOldCounts() throws Exception {
        byte[] payload = SignedImage.payload(image.digest);
        image.tag(payload, ours.sign(payload));
        assertThat(image.found(ours)).containsExactly(FoundSignature.valid("the tag " + image.oldTag()));
    }

    @Test
    void othersNextToItDoNoHarm() throws Exception {
        image.refer(image.envelope(theirs));
        image.refer(Sample.bytes("no bundle"));
        byte[] payload = SignedImage.payload(image.digest);
        image.tag(payload, ours.sign(payload));
        assertThat(states()).hasSize(3).contains(State.VALID).endsWith(State.VALID);
    }

    @Test
    void anotherKeyDoesNot() throws Exception {
        image.refer(image.envelope(theirs));
        assertThat(why()).isEqualTo("OTHER: it was signed with another key");
    }

    @Test
    void anotherKeyUnderTheTagOfOldDoesNot() throws Exception {
        byte[] payload = SignedImage.payload(image.digest);
        image.tag(payload, theirs.sign(payload));
        assertThat(why()).isEqualTo("OTHER: it was signed with another key");
    }

    @Test
    void ofAnotherDigestDoesNot() throws Exception {
        String statement = SignedImage.statement(OTHER, Bundle.SIGNED);
        image.refer(SignedImage.envelope(ours, IN_TOTO, statement));
        assertThat(why()).isEqualTo("OTHER: it is about " + OTHER + ", not about " + image.digest);
    }

    @Test
    void ofAnotherDigestUnderTheTagOfOldDoesNot() throws Exception {
        byte[] payload = SignedImage.payload(OTHER);
        image.tag(payload, ours.sign(payload));
        assertThat(why()).isEqualTo("OTHER: it is about " + OTHER + ", not about " + image.digest);
    }

    /** The bytes that were signed decide, not the digest next to them. */
    @Test
    void ofOtherBytesDoesNot() throws Exception {
        String bundle = new String(image.message(ours, image.digest), java.nio.charset.StandardCharsets.UTF_8);
        image.refer(Sample.bytes(bundle.replaceFirst(
                "\"signature\" : \"[^\"]+\"",
                "\"signature\" : \"" + SignedImage.base64(ours.sign(Sample.bytes("x"))) + "\"")));
        assertThat(why()).isEqualTo("OTHER: it was signed with another key");
    }

    /** A verdict that says FAILED is signed by the same key, and is about the same image. */
    @Test
    void anAttestationIsNoSignature() throws Exception {
        String statement = SignedImage.statement(image.digest, "https://slsa.dev/verification_summary/v1");
        image.refer(SignedImage.envelope(ours, IN_TOTO, statement));
        assertThat(why())
                .isEqualTo("OTHER: it is an attestation (https://slsa.dev/verification_summary/v1), not a signature");
    }

    @Test
    void ofAnotherTypeDoesNot() throws Exception {
        image.refer(SignedImage.envelope(ours, "text/plain", SignedImage.statement(image.digest, Bundle.SIGNED)));
        assertThat(why()).startsWith("OTHER: the bundle: dsseEnvelope.payloadType: expected");
    }

    @Test
    void ofALaterVersionDoesNot() throws Exception {
        String bundle = new String(image.envelope(ours), java.nio.charset.StandardCharsets.UTF_8);
        image.refer(Sample.bytes(bundle.replace("v0.3", "v0.9")));
        assertThat(why())
                .isEqualTo("OTHER: the bundle: mediaType: expected a Sigstore bundle of version 0.1 to 0.3, found"
                        + " \"application/vnd.dev.sigstore.bundle.v0.9+json\"");
    }

    @Test
    void brokenOnesDoNot() throws Exception {
        for (String text : List.of("", "{}", "[]", "{\"mediaType\": 1}", "\u0000")) {
            image.refer(Sample.bytes(text));
        }
        assertThat(states()).hasSize(5).containsOnly(State.OTHER);
    }

    @Test
    void oneThatIsListedAndMissingLeavesItOpen() throws Exception {
        Reference bundle = image.refer(image.envelope(ours));
        image.registry.failAlways(
                "GET /v2/app/manifests/" + bundle.digest().orElseThrow(),
                Fault.error(404, "MANIFEST_UNKNOWN", "not here"));
        assertThat(why()).startsWith("UNREAD: ").contains("404 MANIFEST_UNKNOWN");
    }

    @Test
    void oneThatSaysItIsOfAnotherManifestDoesNotCount() throws Exception {
        Reference bundle = image.put(
                image.image.repositoryOnly(),
                "application/vnd.dev.sigstore.bundle.v0.3+json",
                image.envelope(ours),
                Map.of(),
                OTHER.toString(),
                "");
        list(bundle);
        image.registry.failAlways(image.referrers(), Fault.status(404));
        assertThat(why()).isEqualTo("OTHER: it is listed for " + image.digest + ", and its subject is " + OTHER);
    }

    @Test
    void aTagInPlaceOfTheListLeavesItOpen() throws Exception {
        image.registry.failAlways(image.referrers(), Fault.status(404));
        byte[] manifest = image.client.manifest(image.image).bytes();
        image.client
                .pusher()
                .manifest(
                        image.image.withTag(Referrers.tag(image.digest)),
                        "application/vnd.oci.image.manifest.v1+json",
                        manifest);
        assertThatThrownBy(() -> image.found(ours))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("Fix: remove this tag");
    }

    @Test
    void aLargeOneIsNotRead() throws Exception {
        image.refer(new byte[(1 << 20) + 1]);
        assertThat(why()).startsWith("UNREAD: ").contains("1048577 bytes, at most 1048576 are read");
    }

    @Test
    void manyAreNotRead() throws Exception {
        for (int i = 0; i < 101; i++) {
            image.refer(Sample.bytes("no bundle " + i));
        }
        List<FoundSignature> found = image.found(ours);
        assertThat(found.get(found.size() - 1))
                .satisfies(last ->
                        assertThat(last.why()).isEqualTo("there are more than 100, and the others are not read"))
                .satisfies(last -> assertThat(last.state()).isEqualTo(State.UNREAD));
    }

    @Test
    void attestationsOfATypeAreFoundWithWhatTheySay() throws Exception {
        String type = VerificationSummary.TYPE;
        image.refer(image.envelope(ours));
        image.refer(SignedImage.envelope(theirs, IN_TOTO, SignedImage.statement(image.digest, type)));
        image.refer(SignedImage.envelope(ours, IN_TOTO, SignedImage.statement(OTHER, type)));
        image.refer(SignedImage.envelope(ours, IN_TOTO, SignedImage.statement(image.digest, type)));
        var found = new Signatures(image.client).attestations(image.image, ours.key()::verifies, Set.of(type));
        assertThat(found)
                .filteredOn(each -> each.predicate().isPresent())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.proof().state()).isEqualTo(State.VALID);
                    assertThat(FoundVerdict.of(each).proof().state())
                            .as("ours, and what it says is not known")
                            .isEqualTo(State.UNREAD);
                });
        assertThat(found).hasSize(4);
    }
}

package dev.multiarch.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Referrers;
import dev.multiarch.registry.embedded.Fault;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.StepFailed;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signatures, SBOMs and what else speaks of an image go where the image goes, and can be found there. */
class CompanionsTest {
    private Repositories all;

    @BeforeEach
    void start() throws Exception {
        all = new Repositories();
    }

    @AfterEach
    void close() {
        all.close();
    }

    private boolean isThere(Reference manifest) throws RegistryException {
        return all.client.manifestExists(all.to, manifest.digest().orElseThrow());
    }

    @Test
    void signaturesGoAlongWithWhatTheySign() throws Exception {
        Reference image = all.image(all.elsewhere, "x");
        Reference sbom = all.artifact(image, "an SBOM", true);
        Reference signature = all.artifact(sbom, "its signature", true);
        Reference old = all.artifact(image, "a signature of old", false);
        all.tag(old, Referrers.tag(image.digest().orElseThrow()) + ".sig");
        all.copy(image);
        assertThat(List.of(isThere(image), isThere(sbom), isThere(signature))).containsOnly(true);
        assertThat(referrers(image)).containsExactly(sbom.digest().orElseThrow());
        assertThat(referrers(sbom)).containsExactly(signature.digest().orElseThrow());
        assertThat(all.client.resolve(
                        all.to.withTag(Referrers.tag(image.digest().orElseThrow()) + ".sig")))
                .isEqualTo(old.digest());
        assertThat(all.said.get(all.said.size() - 1)).contains("signatures and other referrers: 3");
    }

    private List<Digest> referrers(Reference subject) throws RegistryException {
        Reference here = all.to.with(subject.digest().orElseThrow());
        return new Referrers(all.client)
                .of(here).entries().stream().map(Descriptor::digest).toList();
    }

    @Test
    void withoutTheApiListsUnderTagsAreReadAndWritten() throws Exception {
        Reference image = all.image(all.elsewhere, "x");
        Digest digest = image.digest().orElseThrow();
        Reference signature = all.artifact(image, "a signature", true);
        all.list(Referrers.tag(digest), signature);
        Reference here = all.image(all.to, "x");
        Reference other = all.artifact(here, "another's", true);
        all.list(Referrers.tag(digest), other);
        all.here.failAlways("GET /v2/app/referrers/" + digest, Fault.status(404));
        all.there.failAlways("GET /v2/far/referrers/" + digest, Fault.status(404));
        all.copy(image);
        assertThat(referrers(image))
                .containsExactly(
                        other.digest().orElseThrow(), signature.digest().orElseThrow());
        assertThat(new String(all.client
                        .manifest(all.to.withTag(Referrers.tag(digest)))
                        .bytes()))
                .as("what another wrote stays as it was")
                .contains("\"x\" : 1", "application/vnd.dev.cosign.x");
    }

    @Test
    void aListThatOthersReplaceIsWrittenAgainAndThenGivenUp() throws Exception {
        Reference image = all.image(all.elsewhere, "x");
        Digest digest = image.digest().orElseThrow();
        all.artifact(image, "a signature", true);
        all.here.failAlways("GET /v2/app/referrers/" + digest, Fault.status(404));
        all.here.failAlways("PUT /v2/app/manifests/" + Referrers.tag(digest), Fault.status(201));
        assertThatThrownBy(() -> all.copy(image))
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("other writers keep replacing the list of it");
    }

    @Test
    void aTagThatIsNoListStays() throws Exception {
        Reference image = all.image(all.elsewhere, "x");
        Digest digest = image.digest().orElseThrow();
        all.artifact(image, "a signature", true);
        Reference somebodys = all.image(all.to, "somebody's");
        all.tag(somebodys, Referrers.tag(digest));
        all.here.failAlways("GET /v2/app/referrers/" + digest, Fault.status(404));
        assertThatThrownBy(() -> all.copy(image))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("Fix: remove this tag");
        assertThat(all.client.resolve(all.to.withTag(Referrers.tag(digest)))).isEqualTo(somebodys.digest());
    }

    @Test
    void signaturesUnderATagThatIsThereStay() throws Exception {
        Reference image = all.image(all.elsewhere, "x");
        String tag = Referrers.tag(image.digest().orElseThrow()) + ".sig";
        all.tag(all.artifact(image, "theirs", false), tag);
        Reference ours = all.artifact(all.image(all.to, "x"), "ours", false);
        all.tag(ours, tag);
        all.copy(image);
        assertThat(all.client.resolve(all.to.withTag(tag))).isEqualTo(ours.digest());
        assertThat(all.said).anyMatch(line -> line.startsWith("warning: " + all.to + ":" + tag + " stays at"));
    }

    @Test
    void whatSpeaksOfSomethingElseIsLeftBehind() throws Exception {
        Reference image = all.image(all.elsewhere, "x");
        Reference stranger = all.artifact(all.image(all.elsewhere, "y"), "a signature of y", true);
        all.list(Referrers.tag(image.digest().orElseThrow()), stranger);
        all.there.failAlways("GET /v2/far/referrers/" + image.digest().orElseThrow(), Fault.status(404));
        all.copy(image);
        assertThat(isThere(stranger)).isFalse();
        assertThat(all.said)
                .anyMatch(line -> line.startsWith("warning: " + stranger)
                        && line.contains("it is listed as a referrer, and says that its subject is sha256:"));
    }
}

package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import dev.multiarch.registry.embedded.Quirk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real BuildKit, buildx and cosign at registries that lack something. */
class QuirkyRegistryIT extends SignedProject {
    private static final String PLATFORMS = "linux/amd64,linux/arm64";

    private EmbeddedRegistry registry;
    private String there;

    @BeforeEach
    void startRegistry() throws Exception {
        registry = EmbeddedRegistry.start();
        there = registry.host() + "/org/app";
    }

    @AfterEach
    void stopRegistry() {
        if (registry != null) {
            registry.close();
        }
    }

    private Transcript ship(List<String> options, String... flags) {
        List<String> words = new ArrayList<>(List.of(
                "ship",
                "--image",
                there,
                "--tag",
                "1.0",
                "--platforms",
                PLATFORMS,
                "--builder",
                stack.remoteBuilder()));
        words.addAll(options);
        words.addAll(List.of("--", "."));
        words.addAll(List.of(flags));
        return here.run(words.toArray(String[]::new));
    }

    /** Image, attestation, index, signatures, attached verdicts: nothing refers to what is not there yet. */
    @Test
    void aSubjectIsThereBeforeWhatRefersToIt() {
        registry.with(Quirk.SUBJECT_FIRST);
        assertThat(ship(List.of("--sign", "--attest", "--key", "cosign.key", "--signing-config", "none.json")))
                .exitCode(0)
                .stderrContains("signed 5 of 5 manifests of " + there)
                .stdoutContains(there + ":1.0 now points to");
        isSigned(there + ":1.0");
    }

    /** So do copies, of images that were signed elsewhere. */
    @Test
    void aPromotionBringsSubjectsFirst() {
        line.tagged(PLATFORMS);
        run(
                "cosign",
                "sign",
                "-r",
                "--yes",
                "--key",
                "cosign.key",
                "--signing-config",
                "none.json",
                image + "@" + line.digest("1.0"));
        registry.with(Quirk.SUBJECT_FIRST);
        assertThat(here.run("promote", image + "@" + line.digest("1.0"), "--tag", there + ":1.0"))
                .exitCode(0);
        isSigned(there + ":1.0");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = Quirk.class,
            names = {"NO_ARTIFACT_TYPE", "NO_SUBJECT", "NO_EMPTY_CONFIG"})
    void attestationsAreImagesWhereArtifactsAreRefused(Quirk quirk) {
        registry.with(quirk);
        assertThat(ship(List.of()))
                .exitCode(0)
                .stderrContains("It is pushed again with attestations as images", "artifact-refused")
                .stdoutContains(there + ":1.0 now points to");
        assertThat(entries(there + ":1.0")).hasSize(4);
        assertThat(here.run("verify-index", there + ":1.0", "--require", PLATFORMS))
                .exitCode(0);
    }

    /** The way that doctor names there. */
    @Test
    void signaturesAreUnderTagsWhereSubjectsAreRefused() throws Exception {
        registry.with(Quirk.NO_SUBJECT).with(Quirk.NO_REFERRERS);
        assertThat(ship(List.of())).exitCode(0);
        String index = there + "@" + run("crane", "digest", there + ":1.0");
        List<String> words = new ArrayList<>(List.of(
                "promote", index, "--tag", "2.0", "--sign", "--key", "cosign.key", "--signing-config", "none.json"));
        assertThat(here.run(words.toArray(String[]::new)))
                .exitCode(4)
                .stderrContains("Fix: sign under tags with --legacy-signatures.");
        words.add("--legacy-signatures");
        assertThat(here.run(words.toArray(String[]::new)))
                .exitCode(0)
                .stderrContains(
                        "signed 5 of 5 manifests",
                        "warning: the signatures are under tags sha256-….sig alone, as " + registry.host());
        isSigned(there + ":2.0", "--new-bundle-format=false");
        project.file(
                "signed.yaml",
                "apiVersion: multiarch/v1\nkind: Policy\nname: signed\n"
                        + "image: {signature: {key: cosign.pub, scope: all}}\n");
        assertThat(here.run("verify-index", there + ":2.0", "--policy", "signed.yaml"))
                .exitCode(0);
    }

    @Test
    void anIndexGetsATagOfItsOwn() {
        registry.with(Quirk.NO_UNTAGGED_INDEX);
        assertThat(ship(List.of()))
                .exitCode(0)
                .stderrContains(
                        "linux/arm64: the registry refuses it, perhaps as an index without a tag. It is pushed again as "
                                + there + ":multiarch-candidate-",
                        "takes no index without a tag")
                .stdoutContains(there + ":1.0 now points to");
        assertThat(entries(there + ":1.0")).hasSize(4);
        // Another image: imagetools would find the attestations of the first one as its referrers.
        assertThat(ship(List.of(), "--provenance=false", "--build-arg", Line.salt()))
                .exitCode(0)
                .stderrContains("takes no index without a tag", "multiarch-candidate-")
                .stdoutContains(there + ":1.0 now points to");
    }
}

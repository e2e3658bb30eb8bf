package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.Document;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameImagesTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing differs                 | 0 | dev.multiarch.plan=a | 0 | dev.multiarch.plan=a | true
            only facts differ               | 0 | dev.multiarch.plan=a | 0 | dev.multiarch.plan=b | true
            an image differs                | 0 | dev.multiarch.plan=a | 1 | dev.multiarch.plan=a | false
            somebody else's annotation does | 0 | org.example.x=a      | 0 | org.example.x=b      | false
            """)
    void onlyFactsMayDiffer(
            String name, String image, String annotation, String otherImage, String otherAnnotation, boolean same) {
        assertThat(SameImages.butForFactsAndAttestations(index(image, annotation), index(otherImage, otherAnnotation)))
                .isEqualTo(same);
    }

    @Test
    void aMemberThatNothingHereReadsMayNotDifferEither() {
        Document plain = Document.of(MediaTypes.OCI_INDEX, "{\"schemaVersion\": 2}".getBytes(StandardCharsets.UTF_8));
        Document other = Document.of(
                MediaTypes.OCI_INDEX, "{\"schemaVersion\": 2, \"subject\": {}}".getBytes(StandardCharsets.UTF_8));
        Document more = Document.of(
                MediaTypes.OCI_INDEX, "{\"schemaVersion\": 2, \"data\": \"x\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(SameImages.butForFactsAndAttestations(plain, more)).isFalse();
        assertThat(SameImages.butForFactsAndAttestations(plain, other)).isTrue();
    }

    @Test
    void theTimeOfTheIndexMayDifferAndNoOther() {
        Document one = index("0", "org.opencontainers.image.created=a");
        assertThat(SameImages.butForFactsAndAttestations(one, changed(one, "\"a\"}}$", "\"b\"}}")))
                .isTrue();
        assertThat(SameImages.butForFactsAndAttestations(one, changed(one, ",\\s+\"annotations\": \\{[^}]*}}$", "}")))
                .isTrue();
        assertThat(SameImages.butForFactsAndAttestations(one, changed(one, "\"a\"}}]", "\"b\"}}]")))
                .isFalse();
    }

    @Test
    void whatAnEntrySaysOfItsBaseMayDifferAndNotWhatIsSaidOfTheWhole() {
        Document one = index("0", "org.opencontainers.image.base.digest=a");
        assertThat(SameImages.butForFactsAndAttestations(one, changed(one, "\"a\"}}]", "\"b\"}}]")))
                .isTrue();
        assertThat(SameImages.butForFactsAndAttestations(one, changed(one, "\"a\"}}$", "\"b\"}}")))
                .isFalse();
    }

    private static Document changed(Document document, String pattern, String by) {
        String text = new String(document.bytes(), StandardCharsets.UTF_8).strip();
        String other = text.replaceFirst(pattern, by);
        assertThat(other).isNotEqualTo(text);
        return Document.of(MediaTypes.OCI_INDEX, other.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            another attestation    | unknown | a | unknown | b | true
            no attestation         | -       | - | unknown | b | true
            one more image         | -       | - | linux   | b | false
            """)
    void attestationsMayDiffer(String name, String os, String digit, String otherOs, String otherDigit, boolean same) {
        assertThat(SameImages.butForFactsAndAttestations(attested(os, digit), attested(otherOs, otherDigit)))
                .isEqualTo(same);
    }

    private static Document attested(String os, String digit) {
        String more = os == null ? "" : """
                , {"mediaType": "application/vnd.oci.image.manifest.v1+json", "size": 1, "digest": "sha256:%s",
                   "platform": {"os": "%s", "architecture": "unknown"},
                   "annotations": {"vnd.docker.reference.type": "attestation-manifest"}}
                """.formatted(digit.repeat(64), os);
        String text = new String(index("0", "org.example.x=a").bytes(), StandardCharsets.UTF_8);
        return Document.of(
                MediaTypes.OCI_INDEX,
                text.replaceFirst("}}],", "}}" + more + "],").getBytes(StandardCharsets.UTF_8));
    }

    private static Document index(String digit, String annotation) {
        String[] pair = annotation.split("=");
        String text = """
                {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
                 "manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json", "size": 1,
                   "digest": "sha256:%s", "platform": {"os": "linux", "architecture": "amd64"},
                   "annotations": {"%s": "%s"}}],
                 "annotations": {"%s": "%s"}}
                """.formatted(digit.repeat(64), pair[0], pair[1], pair[0], pair[1]);
        return Document.of(MediaTypes.OCI_INDEX, text.getBytes(StandardCharsets.UTF_8));
    }
}

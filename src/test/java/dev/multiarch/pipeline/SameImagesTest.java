package dev.multiarch.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Index;
import java.nio.charset.StandardCharsets;
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
        assertThat(SameImages.butForFacts(index(image, annotation), index(otherImage, otherAnnotation)))
                .isEqualTo(same);
    }

    private static Index index(String digit, String annotation) {
        String[] pair = annotation.split("=");
        String text = """
                {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
                 "manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json", "size": 1,
                   "digest": "sha256:%s", "platform": {"os": "linux", "architecture": "amd64"},
                   "annotations": {"%s": "%s"}}],
                 "annotations": {"%s": "%s"}}
                """.formatted(digit.repeat(64), pair[0], pair[1], pair[0], pair[1]);
        return Index.parse(text.getBytes(StandardCharsets.UTF_8), "index");
    }
}

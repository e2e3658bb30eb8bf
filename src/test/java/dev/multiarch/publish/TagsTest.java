package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Reference;
import dev.multiarch.text.FormatException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagsTest {
    private static final Reference IMAGE = Reference.parse("ghcr.io/org/app");

    @Test
    void bareTagsAreTheImagesOwn() {
        assertThat(Tags.parse(IMAGE, List.of("1.2, latest\nedge")))
                .extracting(Reference::toString)
                .containsExactly("ghcr.io/org/app:1.2", "ghcr.io/org/app:latest", "ghcr.io/org/app:edge");
    }

    @Test
    void fullReferencesMayBeOfAnotherRepository() {
        assertThat(Tags.parse(IMAGE, List.of("1,quay.io/org/app:1", "1")))
                .extracting(Reference::toString)
                .containsExactly("ghcr.io/org/app:1", "quay.io/org/app:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ghcr.io/org/app", "a b", "-x", "ghcr.io/org/app:1@sha256:0"})
    void whatIsNoTagIsRefused(String text) {
        assertThatThrownBy(() -> Tags.parse(IMAGE, List.of(text))).isInstanceOf(FormatException.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"a b, a-b", "v1.2+build, v1.2-build", "$(id), id", "-x, x"})
    void aTagThatIsMalformedIsNotCalledAnImage(String text, String near) {
        assertThatThrownBy(() -> Tags.parse(IMAGE, List.of(text)))
                .hasMessage(
                        "tag \"" + text + "\" is malformed: expected letters, digits, _ . and -, at most 128. Fix: for"
                                + " example " + near);
    }

    @Test
    void aNameWithoutARegistryIsNotTakenForOfficialImagesOfDocker() {
        assertThatThrownBy(() -> Tags.parse(IMAGE, List.of("app:1")))
                .isInstanceOf(FormatException.class)
                .hasMessage("tag \"app:1\" means docker.io/library/app:1, as Docker reads it, and the image is"
                        + " ghcr.io/org/app. Fix: give the tag alone, 1, or a whole name such as ghcr.io/org/app:1");
        assertThat(Tags.parse(IMAGE, List.of("org/app:1")))
                .extracting(Reference::toString)
                .containsExactly("docker.io/org/app:1");
        assertThat(Tags.parse(Reference.parse("alpine"), List.of("alpine:1"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha256-0000000000000000000000000000000000000000000000000000000000000000",
                "quay.io/org/app:sha256-0000000000000000000000000000000000000000000000000000000000000000.sig",
                "multiarch-intent-x"
            })
    void whatOtherClientsKeepThereIsNoTagOfAnImage(String text) {
        assertThatThrownBy(() -> Tags.parse(IMAGE, List.of(text)))
                .isInstanceOf(FormatException.class)
                .hasMessageEndingWith("would replace them. Fix: choose another name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256-0123456", "sha-0000000", "multiarch"})
    void aTagThatNamesACommitIsOne(String text) {
        assertThat(Tags.parse(IMAGE, List.of(text))).hasSize(1);
    }
}

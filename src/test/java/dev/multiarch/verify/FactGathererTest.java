package dev.multiarch.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Subject;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.settings.RegistrySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactGathererTest {
    /** Nothing listens on port 1, so what is asked for is unknown for that reason. */
    private static final Reference NOWHERE = Reference.parse("127.0.0.1:1/app");

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "as much as allowed, 4, 67108864, 0",
        "more than allowed, 5, 67108865, 5",
        "a size that no sum holds, 3, 9223372036854775807, 3"
    })
    void manifestsBeyondMeasureAreNotRead(String name, int entries, long size, int unread) {
        Descriptor entry = new Descriptor(
                MediaTypes.OCI_MANIFEST,
                Digest.of(new byte[1]),
                size,
                Optional.empty(),
                "",
                Map.of(),
                Optional.empty());
        var index = new Index(MediaTypes.OCI_INDEX, Collections.nCopies(entries, entry), Map.of());
        assertThat(reasons(index)).hasSize(entries);
        assertThat(reasons(index).stream().filter(reason -> reason.contains("need more than 64 MiB of memory")))
                .hasSize(unread);
    }

    @Test
    void anIndexWithoutImagesAsksForNothing() {
        assertThat(reasons(new Index(MediaTypes.OCI_INDEX, List.of(), Map.of())))
                .isEmpty();
    }

    private static List<String> reasons(Index index) {
        var settings = new RegistrySettings(Set.of(), Path.of("none"), Map.of(), Duration.ofMinutes(1));
        try (var registry = new Registry(settings)) {
            Document document = Document.of(MediaTypes.OCI_INDEX, new byte[0]);
            Subject subject = new FactGatherer(registry.at(NOWHERE), Set.of(Need.MANIFESTS))
                    .subject(document, index, entry -> BuildFacts.unknown("none"));
            return subject.images().stream()
                    .map(image -> image.manifest().reason())
                    .toList();
        }
    }
}

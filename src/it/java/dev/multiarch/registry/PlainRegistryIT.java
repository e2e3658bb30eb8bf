package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.it.Stack;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.settings.RegistrySettings;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** distribution's registry in plain http on loopback, with an index that BuildKit pushed. */
class PlainRegistryIT {
    private static final Digest NOWHERE = Digest.of(new byte[] {1, 2, 3});

    private final Reference image;
    private final Registry registry;

    PlainRegistryIT() {
        Stack.require();
        image = Reference.parse(Stack.variable("MULTIARCH_IT_BASE_IMAGE"));
        registry = new Registry(RegistrySettings.of(Map.of("HOME", "/nonexistent"), Set.of()));
    }

    @Test
    void anIndexIsReadDownToItsConfigs() throws Exception {
        Document document = registry.manifest(image);
        Index index = Index.parse(document.bytes(), "index");
        assertThat(index.images()).isNotEmpty();
        for (Descriptor entry : index.images()) {
            Document child = registry.manifest(image.with(entry.digest()));
            Manifest manifest = Manifest.parse(child.bytes(), "manifest");
            Document config = registry.blob(image, manifest.config(), 16 << 20);
            assertThat(child.digest()).isEqualTo(entry.digest());
            assertThat(MediaTypes.isManifest(child.mediaType())).isTrue();
            assertThat(config.digest()).isEqualTo(manifest.config().digest());
            assertThat(registry.manifestExists(image, entry.digest())).isTrue();
            assertThat(registry.blobExists(image, manifest.layers().get(0).digest()))
                    .isTrue();
        }
    }

    @Test
    void aTagResolvesToTheDigestThatReadingItGives() throws Exception {
        assertThat(registry.resolve(image)).contains(registry.manifest(image).digest());
    }

    @Test
    void whatIsNotThereIsEmptyOrNotFound() throws Exception {
        assertThat(registry.resolve(image.withTag("no-such-tag"))).isEmpty();
        assertThat(registry.manifestExists(image, NOWHERE)).isFalse();
        assertThat(registry.blobExists(image, NOWHERE)).isFalse();
        var failure =
                catchThrowableOfType(RegistryException.class, () -> registry.manifest(image.withTag("no-such-tag")));
        assertThat(failure.kind()).isEqualTo(RegistryException.Kind.NOT_FOUND);
        assertThat(failure)
                .hasMessage(image.name() + ":no-such-tag: reading the manifest: 404 MANIFEST_UNKNOWN"
                        + " \"manifest unknown\" (GET, 1 attempt)."
                        + " Fix: check the repository's name and the tag or digest.");
    }
}

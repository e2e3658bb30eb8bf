package dev.multiarch.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.ElfHeader;
import dev.multiarch.image.layers.LayerFacts;
import dev.multiarch.image.layers.Node;
import dev.multiarch.image.layers.Node.Kind;
import dev.multiarch.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerCacheTest {
    private static final String GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final Digest DIGEST = Digest.of("layer".getBytes(StandardCharsets.UTF_8));
    private static final LayerFacts FACTS = facts();

    private final List<String> progress = new ArrayList<>();

    @TempDir
    Path folder;

    private static LayerFacts facts() {
        Map<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("z", new Node(Kind.ELF, true, ElfHeader.of("arm64"), ""));
        nodes.put("arm", new Node(Kind.ELF, false, Optional.of(new ElfHeader(3, 40, 32, false, 0xfa000400)), ""));
        nodes.put("s390x", new Node(Kind.ELF, true, ElfHeader.of("s390x"), ""));
        nodes.put("b", new Node(Kind.BROKEN_ELF, true, Optional.empty(), ""));
        nodes.put("run", new Node(Kind.SCRIPT, true, Optional.empty(), "/bin/env -S \"é\n\" \u001b[2J"));
        nodes.put("l", new Node(Kind.SYMLINK, false, Optional.empty(), "../a b"));
        nodes.put("h", new Node(Kind.HARD_LINK, false, Optional.empty(), "bin/x"));
        nodes.put("d", new Node(Kind.DIRECTORY, false, Optional.empty(), ""));
        nodes.put("p", new Node(Kind.PLAIN, true, Optional.empty(), ""));
        return new LayerFacts(nodes, Set.of("old/x"), Set.of("", "old"), DIGEST);
    }

    private LayerCache cache() throws IOException {
        return LayerCache.in(folder.resolve("cache"), progress::add);
    }

    private static Descriptor layer(String mediaType, long size) {
        var json = Map.<String, Object>of("mediaType", mediaType, "digest", DIGEST.toString(), "size", size);
        return Descriptor.read(new JsonObject("a layer", "", json));
    }

    @Test
    void whatIsKeptComesBackInItsOrder() throws IOException {
        cache().put(layer(GZIP, 9), FACTS);
        LayerFacts back = cache().get(layer(GZIP, 9)).orElseThrow();
        assertThat(back).isEqualTo(FACTS);
        assertThat(back.nodes()).containsExactlyEntriesOf(FACTS.nodes());
    }

    @ParameterizedTest(name = "{0} of {1} bytes")
    @CsvSource({
        "application/vnd.oci.image.layer.v1.tar+gzip, 8",
        "application/vnd.oci.image.layer.v1.tar, 9",
        "application/vnd.oci.image.layer.v1.tar+zstd, 9"
    })
    void factsAreTrueOfOneSizeAndOneFormOnly(String mediaType, long size) throws IOException {
        cache().put(layer(GZIP, 9), FACTS);
        assertThat(cache().get(layer(mediaType, size))).isEmpty();
        assertThat(progress).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"layer\": \"sha256:00\"}",
                "{\"layer\": \"%s\", \"size\": 9, \"whiteouts\": [], \"opaque\": []}",
                "{\"layer\": \"%s\", \"size\": 9, \"nodes\": {\"a\": \"\"}, \"whiteouts\": [], \"opaque\": []}",
                "{\"layer\": \"%s\", \"size\": 9, \"nodes\": {\"a\": \"?x\"}, \"whiteouts\": [], \"opaque\": []}",
                "{\"layer\": \"%s\", \"size\": 9, \"nodes\": {\"a\": \"ex3 62 65 0 0\"}, \"whiteouts\": [], \"opaque\": []}",
                "{\"layer\": \"%s\", \"size\": 9, \"nodes\": {\"a\": \"ex3 62\"}, \"whiteouts\": [], \"opaque\": []}"
            })
    void whatCannotBeReadIsNotUsedAndSaid(String content) throws IOException {
        LayerCache cache = cache();
        cache.put(layer(GZIP, 9), FACTS);
        Files.writeString(file(), content.replace("%s", DIGEST.toString()));
        assertThat(cache.get(layer(GZIP, 9))).isEmpty();
        assertThat(progress).singleElement().asString().startsWith("warning: ").contains(" is not used: ");
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        LayerCache cache = cache();
        cache.put(layer(GZIP, 9), FACTS);
        Path elsewhere = Files.move(file(), folder.resolve("elsewhere"));
        Files.createSymbolicLink(place(), elsewhere);
        assertThat(cache.get(layer(GZIP, 9))).isEmpty();
        assertThat(progress).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx"})
    void aFolderThatOthersWriteToIsRefused(String permissions) throws IOException {
        cache();
        Files.setPosixFilePermissions(folder.resolve("cache"), PosixFilePermissions.fromString(permissions));
        assertThatThrownBy(this::cache)
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("others may write there, and its content decides verdicts");
    }

    @Test
    void whatCannotBeKeptIsSaidOnce() throws IOException {
        LayerCache cache = cache();
        Files.writeString(folder.resolve("cache/layers-v2/sha256"), "a file where a folder should be");
        cache.put(layer(GZIP, 9), FACTS);
        cache.put(layer(GZIP, 9), FACTS);
        assertThat(progress).singleElement().asString().startsWith("warning: nothing can be kept in ");
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    private Path place() {
        return folder.resolve("cache/layers-v2/sha256")
                .resolve(DIGEST.hex().substring(0, 2))
                .resolve(DIGEST.hex() + ".gzip.json");
    }
}

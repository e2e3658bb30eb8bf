package dev.multiarch.step;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.layers.Compression;
import dev.multiarch.image.layers.LayerFacts;
import dev.multiarch.image.layers.LayerFactsJson;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.process.FileOutput;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What layers hold, kept in a folder under each layer's digest: bytes of one digest never change, so neither do facts.
 * Anyone who writes there decides verdicts, so it must be ours alone.
 */
public final class LayerCache {
    /** Part of each file's path, to be raised with whatever reads layers or writes facts in another way. */
    private static final String FORMAT = "layers-v2";

    private static final int LARGEST = 16 << 20;

    private final Path folder;
    private final Consumer<String> progress;
    private boolean told;

    private LayerCache(Path folder, Consumer<String> progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /** @throws IOException if it can't be made, or if others may write there */
    public static LayerCache in(Path root, Consumer<String> progress) throws IOException {
        Path folder = root.resolve(FORMAT);
        Files.createDirectories(folder);
        for (Path path : new Path[] {root, folder}) {
            requireOurs(path);
        }
        return new LayerCache(folder, progress);
    }

    private static void requireOurs(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        Path self = Path.of("/proc/self");
        boolean foreign = Files.exists(self)
                && !Files.getAttribute(path, "unix:uid").equals(Files.getAttribute(self, "unix:uid"));
        if (foreign
                || permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new FileSystemException(
                    path.toString(),
                    null,
                    "others may write there, and its content decides verdicts. Fix: chmod go-w, or name another"
                            + " folder");
        }
    }

    /** Empty where there is nothing, or nothing that can be read: then the layer itself is. */
    public Optional<LayerFacts> get(Descriptor layer) {
        Path file = file(layer);
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            JsonObject json = Json.read(bytes, "the facts of a layer");
            if (!json.text("layer").equals(layer.digest().toString())) {
                throw json.problem("layer", "expected " + layer.digest());
            }
            if (json.number("size") != layer.size()) {
                return Optional.empty(); // one of the two sizes is wrong, and reading the layer says which
            }
            return Optional.of(LayerFactsJson.read(json));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | FormatException e) {
            tell(file + " is not used: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether there is something, which may yet turn out to be of no use. */
    public boolean has(Descriptor layer) {
        return Files.exists(file(layer), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whole or not at all; what can't be kept is not a reason to fail. */
    public void put(Descriptor layer, LayerFacts facts) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("layer", layer.digest().toString());
        tree.put("size", layer.size());
        tree.putAll(LayerFactsJson.write(facts));
        byte[] bytes = Json.write(tree);
        if (bytes.length > LARGEST) {
            return;
        }
        Path file = file(layer);
        try {
            FileOutput.replace(file, bytes);
        } catch (IOException e) {
            tell("nothing can be kept in " + folder + ": " + e.getMessage());
        }
    }

    private Path file(Descriptor layer) {
        Digest digest = layer.digest();
        String form = Compression.of(layer.mediaType()).map(Compression::name).orElse("none");
        return folder.resolve(digest.algorithm())
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex() + "." + form.toLowerCase(Locale.ROOT) + ".json");
    }

    /** Once: the same disk is full for all layers. */
    private synchronized void tell(String what) {
        if (!told) {
            told = true;
            progress.accept("warning: " + what);
        }
    }
}

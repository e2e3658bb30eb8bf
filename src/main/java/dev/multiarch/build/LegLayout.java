package dev.multiarch.build;

import dev.multiarch.image.Digest;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.layout.Layout;
import dev.multiarch.registry.layout.LayoutWriter;
import dev.multiarch.registry.request.RegistryException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * An OCI layout next to the leg's records, for a leg that is not pushed. It is written under another name and gets its own
 * when it is whole.
 *
 * @param store the folder of the record store
 * @param aside where buildx writes
 * @param dated whether SOURCE_DATE_EPOCH is set
 */
public record LegLayout(Path store, LegRequest request, Path aside, boolean dated) implements LegTarget {
    static LegLayout begin(Path store, LegRequest request, boolean dated) throws IOException {
        Files.createDirectories(store);
        Path plan = folder(store.resolve(request.plan()));
        Path leg = folder(plan.resolve(request.platform().slug()));
        Path aside = leg.resolve(".building-" + UUID.randomUUID()).toAbsolutePath();
        return new LegLayout(store, request, aside, dated);
    }

    /** A link, which a pull request may hold, could lead out of the store. */
    private static Path folder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(folder.toString());
            }
        }
        return folder;
    }

    @Override
    public String output() {
        return BuildArguments.layout(request.image(), aside, dated);
    }

    @Override
    public Source made(Digest leg) throws RegistryException {
        return open(aside, leg);
    }

    @Override
    public void keep(Digest leg) throws IOException {
        Path target = store.resolve(path(leg));
        LayoutWriter.delete(target); // of an earlier attempt, with the same content
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public Optional<String> layout(Digest leg) {
        return Optional.of(path(leg));
    }

    private String path(Digest leg) {
        return BuildRecord.layoutPath(request.plan(), request.platform(), leg);
    }

    @Override
    public void close() throws IOException {
        LayoutWriter.delete(aside);
    }

    /**
     * The leg that a record speaks of.
     *
     * @throws RegistryException if its layout can't be read
     */
    public static Layout open(Path store, BuildRecord record) throws RegistryException {
        String path = record.layout().orElseThrow();
        for (Path at = store.resolve(path); !at.equals(store); at = at.getParent()) {
            if (Files.isSymbolicLink(at)) {
                throw new RegistryException(
                        RegistryException.Kind.MALFORMED, at + " is a symbolic link, which is not followed");
            }
        }
        return open(store.resolve(path), record.leg().orElseThrow());
    }

    static Layout open(Path folder, Digest leg) throws RegistryException {
        return Layout.open("oci:" + folder + "@" + leg, Path::of);
    }
}

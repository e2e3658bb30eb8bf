package dev.multiarch.record.google;

import com.google.api.gax.paging.Page;
import com.google.cloud.ReadChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import dev.multiarch.record.ObjectName;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.record.stores.StorePlace;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Objects in a bucket, below a prefix. What is written is written only where nothing is ({@code ifGenerationMatch=0}); an
 * answer of 412 may be to our own request that was sent twice, so what is there is read and compared.
 */
final class GoogleStore implements ObjectStore {
    private static final int PAGE = 1_000;

    private final StorePlace.Bucket place;
    private final Client client;
    private final Attempts attempts;

    GoogleStore(StorePlace.Bucket place, Client client, Attempts attempts) {
        this.place = place;
        this.client = client;
        this.attempts = attempts;
    }

    @Override
    public String place() {
        return place.text();
    }

    @Override
    public boolean put(String name, byte[] bytes) throws IOException {
        ObjectName.checked(name);
        var info = BlobInfo.newBuilder(id(name)).setContentType(type(name)).build();
        List<BlobTargetOption> options = new ArrayList<>(List.of(BlobTargetOption.doesNotExist()));
        place.kmsKey().ifPresent(key -> options.add(BlobTargetOption.kmsKeyName(key)));
        place.userProject().ifPresent(project -> options.add(BlobTargetOption.userProject(project)));
        Storage storage = client.get();
        try {
            attempts.run(() -> storage.create(info, bytes, options.toArray(BlobTargetOption[]::new)));
            return true;
        } catch (Attempts.GaveUp e) {
            Optional<byte[]> there = e.status() == 412 ? get(name) : Optional.empty();
            if (there.isEmpty()) {
                throw failed(Doing.WRITE, name, e);
            }
            if (!Arrays.equals(there.get(), bytes)) {
                throw new FileAlreadyExistsException(place() + "/" + name);
            }
            return false;
        }
    }

    @Override
    public Optional<byte[]> get(String name) throws IOException {
        ObjectName.checked(name);
        Storage storage = client.get();
        byte[] bytes;
        try {
            bytes = attempts.run(() -> read(storage, name));
        } catch (Attempts.GaveUp e) {
            if (e.status() == 404 && !Doing.isBucket(e)) {
                return Optional.empty();
            }
            throw failed(Doing.READ, name, e);
        }
        if (bytes.length > LARGEST) {
            throw new FormatException(place() + "/" + name + " is larger than 4 MiB: it is not a record");
        }
        return Optional.of(bytes);
    }

    private byte[] read(Storage storage, String name) throws IOException {
        BlobSourceOption[] options =
                place.userProject().map(BlobSourceOption::userProject).stream().toArray(BlobSourceOption[]::new);
        try (ReadChannel reader = storage.reader(id(name), options);
                InputStream in = Channels.newInputStream(reader.limit(LARGEST + 1L))) {
            return in.readNBytes(LARGEST + 1);
        }
    }

    @Override
    public List<String> list(String folder, int most) throws IOException {
        String prefix = place.prefix() + ObjectName.checkedFolder(folder);
        List<String> names = new ArrayList<>();
        objects(
                folder,
                List.of(
                        BlobListOption.prefix(prefix),
                        BlobListOption.pageSize(Math.min(PAGE, Math.max(1, most))),
                        BlobListOption.fields(BlobField.NAME)),
                object -> {
                    add(names, object);
                    return names.size() < most;
                });
        return names.size() > most ? List.copyOf(names.subList(0, most)) : names;
    }

    @Override
    public List<String> folders(String folder) throws IOException {
        String prefix = place.prefix() + ObjectName.checkedFolder(folder);
        List<String> folders = new ArrayList<>();
        objects(folder, List.of(BlobListOption.prefix(prefix), BlobListOption.currentDirectory()), object -> {
            String name = object.substring(prefix.length());
            if (name.endsWith("/") && ObjectName.isName(name.substring(0, name.length() - 1))) {
                folders.add(name.substring(0, name.length() - 1));
            }
            return true;
        });
        return folders;
    }

    /** @param more gets each name, and says whether further pages are wanted */
    private void objects(String folder, List<BlobListOption> asked, Predicate<String> more) throws IOException {
        List<BlobListOption> options = new ArrayList<>(asked);
        place.userProject().ifPresent(project -> options.add(BlobListOption.userProject(project)));
        Storage storage = client.get();
        try {
            Page<Blob> page = attempts.run(() -> storage.list(place.bucket(), options.toArray(BlobListOption[]::new)));
            boolean wanted = all(page, more);
            while (page.hasNextPage() && wanted) {
                page = attempts.run(page::getNextPage);
                wanted = all(page, more);
            }
        } catch (Attempts.GaveUp e) {
            throw failed(Doing.LIST, folder, e);
        }
    }

    private static boolean all(Page<Blob> page, Predicate<String> more) {
        boolean wanted = true;
        for (Blob blob : page.getValues()) {
            wanted = more.test(blob.getName());
        }
        return wanted;
    }

    private void add(List<String> names, String object) {
        String name = object.substring(place.prefix().length());
        if (ObjectName.isName(name)) {
            names.add(name);
        }
    }

    @Override
    public boolean delete(String name) throws IOException {
        ObjectName.checked(name);
        BlobSourceOption[] options =
                place.userProject().map(BlobSourceOption::userProject).stream().toArray(BlobSourceOption[]::new);
        Storage storage = client.get();
        try {
            return attempts.run(() -> storage.delete(id(name), options));
        } catch (Attempts.GaveUp e) {
            throw failed(Doing.REMOVE, name, e);
        }
    }

    private IOException failed(Doing doing, String name, Attempts.GaveUp e) {
        return doing.failed(place, name, e, client.isAnonymous());
    }

    private BlobId id(String name) {
        return BlobId.of(place.bucket(), place.prefix() + name);
    }

    private static String type(String name) {
        return name.endsWith(".json") ? "application/json" : "application/octet-stream";
    }
}

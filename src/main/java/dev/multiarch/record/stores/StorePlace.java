package dev.multiarch.record.stores;

import dev.multiarch.image.Reference;
import dev.multiarch.text.FormatException;
import java.util.Optional;

/** Where records are kept, as users write it: a folder, {@code oci://registry/repository} or {@code gs://bucket/prefix}. */
public sealed interface StorePlace {
    String REGISTRY = "oci://";
    String GOOGLE = "gs://";

    /** As it is shown. */
    String text();

    /** A folder on this machine. */
    record Folder(String text) implements StorePlace {}

    /** A repository, without tag and digest. */
    record Repository(Reference reference) implements StorePlace {
        @Override
        public String text() {
            return REGISTRY + reference.name();
        }
    }

    /**
     * A bucket of Google Cloud Storage.
     *
     * @param prefix of all objects' names, with a slash behind it; empty for the whole bucket
     * @param kmsKey that encrypts what is written; empty for the bucket's own
     * @param userProject that pays for the requests; empty for the bucket's own
     */
    record Bucket(String bucket, String prefix, Optional<String> kmsKey, Optional<String> userProject)
            implements StorePlace {
        @Override
        public String text() {
            return GOOGLE + bucket + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
        }
    }

    /**
     * @param option as the user knows it, for messages
     * @throws FormatException if it is none of the three; what may be a password in it is not shown
     */
    static StorePlace parse(String option, String text) {
        return new PlaceText(option, text).place();
    }
}

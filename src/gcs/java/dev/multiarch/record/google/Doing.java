package dev.multiarch.record.google;

import dev.multiarch.record.stores.StoreFailed;
import dev.multiarch.record.stores.StorePlace;
import java.util.Locale;

/** What is done with an object: the words for it, and who may do it. */
enum Doing {
    WRITE("writing", "storage.objects.create", "roles/storage.objectCreator"),
    READ("reading", "storage.objects.get", "roles/storage.objectViewer"),
    LIST("listing", "storage.objects.list", "roles/storage.objectViewer"),
    REMOVE("removing", "storage.objects.delete", "roles/storage.objectUser");

    private final String word;
    private final String permission;
    private final String role;

    Doing(String word, String permission, String role) {
        this.word = word;
        this.permission = permission;
        this.role = role;
    }

    String permission() {
        return permission;
    }

    String role() {
        return role;
    }

    /** Whether it is the bucket that is not there. */
    static boolean isBucket(Attempts.GaveUp e) {
        return e.said().toLowerCase(Locale.ROOT).contains("bucket does not exist");
    }

    StoreFailed failed(StorePlace.Bucket place, String name, Attempts.GaveUp e, boolean anonymous) {
        String object = place.prefix() + name;
        String tries = e.attempts() == 1 ? "1 attempt" : e.attempts() + " attempts";
        String status = e.status() == 0 ? "" : e.status() + " ";
        return new StoreFailed(
                StorePlace.GOOGLE + place.bucket() + ": " + word + " " + (object.isEmpty() ? "all objects" : object)
                        + ": " + status + "\"" + e.said() + "\" (" + tries + "). Fix: "
                        + new Fix(place, this).of(e.status(), e.said(), anonymous),
                e.getCause());
    }
}

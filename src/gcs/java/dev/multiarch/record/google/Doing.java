package dev.multiarch.record.google;

import dev.multiarch.record.stores.StoreFailed;
import dev.multiarch.record.stores.StorePlace;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is done with an object: the words for it, and who may do it. */
enum Doing {
    WRITE("writing", "storage.objects.create", "roles/storage.objectCreator"),
    READ("reading", "storage.objects.get", "roles/storage.objectViewer"),
    LIST("listing", "storage.objects.list", "roles/storage.objectViewer"),
    REMOVE("removing", "storage.objects.delete", "roles/storage.objectUser");

    private static final Pattern PERMISSION = Pattern.compile("\\b(?:storage|serviceusage|cloudkms)\\.[a-zA-Z.]{1,60}");

    private final String word;
    private final String permission;
    private final String role;

    Doing(String word, String permission, String role) {
        this.word = word;
        this.permission = permission;
        this.role = role;
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
                        + ": " + status + "\"" + e.said() + "\" (" + tries + "). Fix: " + fix(place, e, anonymous),
                e.getCause());
    }

    private String fix(StorePlace.Bucket place, Attempts.GaveUp e, boolean anonymous) {
        String bucket = StorePlace.GOOGLE + place.bucket();
        return switch (e.status()) {
            case 401, 403 ->
                anonymous
                        ? "give credentials that have " + permission(e) + " there, as no application-default"
                                + " credentials were found: google-github-actions/auth, or gcloud auth"
                                + " application-default login"
                        : "grant " + permission(e) + " on " + bucket + " to this account (" + role + ")";
            case 404 -> "make the bucket: gcloud storage buckets create " + bucket;
            case 408, 429, 500, 502, 503, 504 -> "try again later; nothing was left half done";
            case 0 -> "check the network, the proxy and the credentials";
            default -> "check the bucket's settings";
        };
    }

    /** The one that the service names, else the one that this takes. */
    private String permission(Attempts.GaveUp e) {
        Matcher matcher = PERMISSION.matcher(e.said());
        return matcher.find() ? matcher.group().replaceAll("\\.+$", "") : permission;
    }
}

package dev.multiarch.record.google;

import dev.multiarch.record.stores.StorePlace;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to do about a request that Google Cloud Storage refused. */
record Fix(StorePlace.Bucket place, Doing doing) {
    /** Not {@code storage.googleapis.com}: of some refusals the library says only the address. */
    private static final Pattern PERMISSION =
            Pattern.compile("\\b(?:storage|serviceusage|cloudkms)\\.(?!googleapis\\.)[a-zA-Z]{1,30}\\.[a-zA-Z]{1,30}");

    private static final String PAYING = "serviceusage.services.use";

    /** @param said by the service, in one line */
    String of(int status, String said, boolean anonymous) {
        return switch (status) {
            case 400 -> malformed(said.toLowerCase(Locale.ROOT));
            case 401, 403 -> anonymous ? withCredentials(said) : grant(said);
            case 404 -> "make the bucket: gcloud storage buckets create " + bucket();
            case 408, 429, 500, 502, 503, 504 -> "try again later; nothing was left half done";
            case 0 -> "check the network, the proxy and the credentials";
            default -> "check the bucket's settings";
        };
    }

    private String malformed(String said) {
        if (said.contains("kms")) {
            return "check that " + key() + " is enabled, and in the same location as " + bucket();
        }
        if (said.contains("user project") && place.userProject().isEmpty()) {
            return "name the project that pays for the requests: " + place.text() + "?user-project=PROJECT";
        }
        return said.contains("user project")
                ? "check user-project=" + place.userProject().orElseThrow() + ": it has to be the id of a project"
                : "check the bucket's settings";
    }

    private String withCredentials(String said) {
        return "give credentials that have " + permission(said) + " there, as no application-default credentials were"
                + " found: google-github-actions/auth, or gcloud auth application-default login";
    }

    private String grant(String said) {
        String permission = permission(said);
        if (permission.startsWith("cloudkms.") || said.contains("Cloud KMS")) {
            // It is not this account that uses the key.
            return "let the service agent of " + bucket() + "'s project use " + key() + " ("
                    + (permission.startsWith("cloudkms.") ? permission : keyPermission())
                    + "): gcloud storage service-agent --authorize-cmek="
                    + place.kmsKey().orElse("KEY");
        }
        if (permission.equals(PAYING)) {
            return "grant " + PAYING + " on the project "
                    + place.userProject().orElse("of this account")
                    + ", which pays for the requests, to this account (roles/serviceusage.serviceUsageConsumer)";
        }
        return "grant " + permission + " on " + bucket() + " to this account (" + doing.role() + ")";
    }

    private String keyPermission() {
        return "cloudkms.cryptoKeyVersions." + (doing == Doing.READ ? "useToDecrypt" : "useToEncrypt");
    }

    private String key() {
        return place.kmsKey().map(key -> "the key " + key).orElse("the key of the bucket");
    }

    private String bucket() {
        return StorePlace.GOOGLE + place.bucket();
    }

    /** The one that the service names, else the one that this takes. */
    private String permission(String said) {
        Matcher matcher = PERMISSION.matcher(said);
        return matcher.find() ? matcher.group() : doing.permission();
    }
}

package dev.multiarch.record.stores;

import dev.multiarch.image.Reference;
import dev.multiarch.text.FormatException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a {@link StorePlace}. Where it may hold a password, that part is not shown. */
record PlaceText(String option, String text) {
    private static final String KINDS =
            "name a folder, oci://registry/repository (such as oci://ghcr.io/org/app-records) or gs://bucket/prefix";

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)", Pattern.DOTALL);
    private static final Pattern NEARLY = Pattern.compile("(oci|gs):(?!//)/*(.*)", Pattern.DOTALL);

    /** Google's "Bucket name requirements". */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.=+-]{1,200}(?:/[A-Za-z0-9_.=+-]{1,200}){0,9}");
    private static final Pattern DOTS = Pattern.compile("(?:.*/)?\\.{1,2}(?:/.*)?");
    private static final Pattern KEY =
            Pattern.compile("projects/[\\w.:-]+/locations/[\\w-]+/keyRings/[\\w-]+/cryptoKeys/[\\w-]+");
    private static final Pattern PROJECT = Pattern.compile("[a-z][a-z0-9:.-]{2,60}");
    private static final String KMS_KEY = "kms-key";
    private static final String USER_PROJECT = "user-project";

    StorePlace place() {
        Matcher matcher = SCHEME.matcher(text);
        if (!matcher.matches()) {
            Matcher nearly = NEARLY.matcher(text);
            if (nearly.matches()) {
                String whole = nearly.group(1) + "://" + nearly.group(2);
                throw malformed("two slashes are missing", "write " + new PlaceText(option, whole).shown());
            }
            return new StorePlace.Folder(text);
        }
        String rest = matcher.group(2);
        return switch (matcher.group(1)) {
            case "oci" -> repository(rest);
            case "gs" -> bucket(rest);
            default -> throw malformed("there is no such kind of store", KINDS);
        };
    }

    private StorePlace.Repository repository(String rest) {
        if (rest.contains("@")) {
            throw malformed(
                    "it holds an \"@\", and neither a password nor a digest belongs there",
                    "docker login, and leave out all up to the \"@\"");
        }
        Reference reference = reference(rest.replaceFirst("/+$", ""));
        if (reference.tag().isPresent()) {
            throw malformed("it has a tag, and each record gets a separate tag", "leave out the tag");
        }
        return new StorePlace.Repository(reference);
    }

    private Reference reference(String rest) {
        try {
            return Reference.parse(rest);
        } catch (FormatException e) {
            throw malformed("it names no repository", KINDS);
        }
    }

    private StorePlace.Bucket bucket(String rest) {
        if (rest.contains("@")) {
            throw malformed(
                    "it holds an \"@\", and no password belongs there",
                    "give the credentials as Google's tools take them, such as GOOGLE_APPLICATION_CREDENTIALS");
        }
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        Map<String, String> settings = question < 0 ? Map.of() : settings(rest.substring(question + 1));
        int slash = path.indexOf('/');
        String name = slash < 0 ? path : path.substring(0, slash);
        String prefix = slash < 0 ? "" : path.substring(slash + 1).replaceFirst("/+$", "");
        if (!BUCKET.matcher(name).matches()) {
            throw malformed("it names no bucket", "write gs://bucket or gs://bucket/prefix");
        }
        if (!prefix.isEmpty()
                && (!PREFIX.matcher(prefix).matches() || DOTS.matcher(prefix).matches())) {
            throw malformed("its prefix is malformed", "use letters, digits and _ . = + - between single slashes");
        }
        return new StorePlace.Bucket(
                name,
                prefix.isEmpty() ? "" : prefix + "/",
                setting(settings, KMS_KEY, KEY, "projects/P/locations/L/keyRings/R/cryptoKeys/K"),
                setting(settings, USER_PROJECT, PROJECT, "a project's id"));
    }

    private Map<String, String> settings(String query) {
        Map<String, String> settings = new HashMap<>();
        for (String each : query.split("&", -1)) {
            int equals = Math.max(0, each.indexOf('='));
            String key = each.substring(0, equals);
            if (!key.equals(KMS_KEY) && !key.equals(USER_PROJECT)) {
                throw malformed(
                        "behind the question mark is something unknown",
                        "?" + KMS_KEY + "=KEY, ?" + USER_PROJECT + "=PROJECT, or both with an \"&\" between");
            }
            settings.put(key, each.substring(equals + 1));
        }
        return settings;
    }

    private Optional<String> setting(Map<String, String> settings, String key, Pattern form, String expected) {
        Optional<String> value = Optional.ofNullable(settings.get(key));
        if (value.filter(v -> !form.matcher(v).matches()).isPresent()) {
            throw malformed("its " + key + " is malformed", "write " + key + "=" + expected);
        }
        return value;
    }

    private FormatException malformed(String why, String fix) {
        return new FormatException(option + " " + shown() + ": " + why + ". Fix: " + fix);
    }

    /** Without the text before an "@" or after a question mark. */
    private String shown() {
        int at = text.lastIndexOf('@');
        String scheme = text.substring(0, Math.max(0, text.indexOf("://") + 3));
        String plain = at < 0 ? text : (text.contains("://") ? scheme : "") + "***" + text.substring(at);
        int question = plain.indexOf('?');
        return question < 0 ? plain : plain.substring(0, question) + "?***";
    }
}

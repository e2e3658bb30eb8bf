package dev.multiarch.registry;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.request.Failures;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.request.Request;
import dev.multiarch.registry.request.Response;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What refers to a manifest: signatures, SBOMs, attestations (OCI Distribution 1.1, "Listing Referrers"). A registry without
 * that API has them in an index under a tag that is named after the manifest ("Referrers Tag Schema").
 */
public record Referrers(Registry registry) {
    /** More than any image has; each costs requests. */
    private static final int MOST = 1_000;

    private static final int MOST_PAGES = 100;
    private static final int LONGEST_HEX = 64;

    /** Codes of OCI Distribution 1.1 ("Error Codes") that a registry with the API answers with. */
    private static final Pattern ABOUT_IT = Pattern.compile("_UNKNOWN|_INVALID|DENIED|UNAUTHORIZED");

    /**
     * @param entries as they are listed, whose word it is that they refer to it
     * @param byApi whether the registry keeps the list itself, rather than those who push
     */
    public record Listed(List<Descriptor> entries, boolean byApi) {}

    /** The tag of the list where there is no API. */
    public static String tag(Digest subject) {
        String hex = subject.hex();
        return subject.algorithm() + "-" + hex.substring(0, Math.min(LONGEST_HEX, hex.length()));
    }

    /**
     * What the API says.
     *
     * @param entries empty where it gave no list
     * @param never whether there is no such API at all: a server that does not know the path says nothing of the manifest
     */
    record Answer(Optional<List<Descriptor>> entries, boolean never) {}

    /** @param subject with a digest */
    public Listed of(Reference subject) throws RegistryException {
        Optional<List<Descriptor>> entries = byApi(subject).entries();
        return entries.isPresent() ? new Listed(entries.get(), true) : new Listed(underTag(subject), false);
    }

    Answer byApi(Reference subject) throws RegistryException {
        List<Descriptor> entries = new ArrayList<>();
        Set<String> asked = new HashSet<>();
        Optional<String> query = Optional.of("");
        while (query.isPresent()) {
            Request request = Request.referrers(subject, query.get());
            Response answer = registry.send(request, subject);
            boolean known = answer.status() == 200 && answer.contentType().equals(MediaTypes.OCI_INDEX);
            if (!known && asked.isEmpty()) {
                return new Answer(
                        Optional.empty(),
                        answer.status() == 404
                                && !ABOUT_IT.matcher(answer.said()).find());
            }
            Failures failures = new Failures(request, subject.registry());
            entries.addAll(read(failures, answer, known));
            if (!asked.add(query.get()) || entries.size() > MOST || asked.size() > MOST_PAGES) {
                String what = "it lists more than " + MOST + " manifests, or its pages have no end";
                throw failures.of(Kind.TOO_LARGE, what, answer.attempts(), "remove what nobody needs");
            }
            query = TagPages.next(failures, answer);
        }
        return new Answer(Optional.of(entries), false);
    }

    private static List<Descriptor> read(Failures failures, Response answer, boolean known) throws RegistryException {
        try {
            if (!known || answer.more()) {
                throw new FormatException("a page of it is " + (known ? "larger than 4 MiB" : "no index"));
            }
            JsonObject list = Json.read(answer.body(), "the list of referrers");
            boolean none = list.members().containsKey("manifests") && !list.has("manifests"); // olareg writes null
            return none ? List.of() : Index.read(list).manifests();
        } catch (FormatException malformed) {
            String fix = "ask the operator of " + failures.host();
            throw failures.of(Kind.MALFORMED, malformed.getMessage(), answer.attempts(), fix);
        }
    }

    List<Descriptor> underTag(Reference subject) throws RegistryException {
        Reference tag = subject.withTag(tag(subject.digest().orElseThrow()));
        try {
            List<Descriptor> entries =
                    Index.parse(registry.manifest(tag).bytes(), tag.toString()).manifests();
            if (entries.size() > MOST) {
                throw new RegistryException(
                        Kind.TOO_LARGE,
                        tag + ": it lists more than " + MOST + " manifests. Fix: remove what nobody needs.");
            }
            return entries;
        } catch (RegistryException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return List.of();
            }
            throw e;
        } catch (FormatException noIndex) {
            String why = noIndex.getMessage() + ". Fix: remove this tag, which is for a list of referrers.";
            throw new RegistryException(Kind.MALFORMED, tag + ": " + why);
        }
    }
}

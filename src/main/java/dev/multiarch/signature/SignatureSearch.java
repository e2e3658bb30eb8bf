package dev.multiarch.signature;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.KnownReferrers;
import dev.multiarch.registry.Referrers;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks for signatures, or for attestations of some types, of one manifest. */
final class SignatureSearch {
    /** cosign's tags before it used referrers. */
    private static final String SUFFIX = ".sig";

    /** Its own answer for one signature; any other failure is one of the whole registry. */
    private static final Set<Kind> OF_ONE =
            Set.of(Kind.NOT_FOUND, Kind.MALFORMED, Kind.TOO_LARGE, Kind.DIGEST_MISMATCH);

    /** cosign's artifacts before it made bundles; a registry may give an image's config type where nothing else is said. */
    private static final List<String> OLDER =
            List.of("application/vnd.dev.cosign.", "application/vnd.oci.image.config.");

    /** Each referrer costs two requests; nobody signs an image more often. */
    private static final int MOST = 100;

    private final Registry registry;
    private final KnownReferrers referrers;
    private final Reference subject;
    private final Digest digest;
    private final Signatures.Check check;
    private final Set<String> types;
    private final List<FoundAttestation> found = new ArrayList<>();
    private int manifests;
    private boolean full;
    private Optional<Document> content = Optional.empty();

    /** @param types of what is looked for, see {@link SignedContent#type} */
    SignatureSearch(
            Registry registry, KnownReferrers referrers, Reference subject, Signatures.Check check, Set<String> types) {
        this.registry = registry;
        this.referrers = referrers;
        this.types = types;
        this.subject = subject;
        this.digest = subject.digest().orElseThrow();
        this.check = check;
    }

    List<FoundSignature> found() {
        return found.stream().map(FoundAttestation::proof).toList();
    }

    List<FoundAttestation> attestations() {
        return List.copyOf(found);
    }

    void referrers() throws RegistryException {
        for (Descriptor entry : referrers.of(subject)) {
            if (!isOver()
                    && entry.artifactType().map(SignatureSearch::isOfCosign).orElse(true)) {
                manifest(subject.with(entry.digest()), entry.digest().toString(), true);
            }
        }
    }

    /** SBOMs, reports of scanners and BuildKit's attestations refer to images too, and there may be hundreds. */
    private static boolean isOfCosign(String artifactType) {
        return artifactType.isEmpty()
                || artifactType.startsWith(Bundle.TYPE)
                || OLDER.stream().anyMatch(artifactType::startsWith);
    }

    void tag() throws RegistryException {
        if (!isOver()) {
            Reference tag = subject.withTag(Referrers.tag(digest) + SUFFIX);
            manifest(tag, "the tag " + tag.tag().orElseThrow(), false);
        }
    }

    private boolean isOver() {
        boolean enough = types.contains(Bundle.SIGNED)
                && !found.isEmpty()
                && found.get(found.size() - 1).proof().state() == FoundSignature.State.VALID;
        return enough || full;
    }

    /** @param listed whether it is a referrer, which has to name its subject */
    private void manifest(Reference manifest, String where, boolean listed) throws RegistryException {
        if (isTooMany(++manifests, where)) {
            return;
        }
        try {
            JsonObject json = Json.read(registry.manifest(manifest).bytes(), "the manifest of the signature");
            Manifest held = Manifest.read(json);
            Optional<String> of = json.optionalObject("subject").map(named -> named.text("digest"));
            if (listed && !of.equals(Optional.of(digest.toString()))) {
                if (held.layers().stream().anyMatch(layer -> isWanted(held, layer))) {
                    add(FoundSignature.other(
                            where, "it is listed for " + digest + ", and its subject is " + of.orElse("nothing")));
                }
                return;
            }
            for (Descriptor layer : held.layers()) {
                if (isWanted(held, layer) && !isOver() && !isTooMany(found.size() + 1, where)) {
                    layer(layer, where);
                }
            }
        } catch (FormatException malformed) {
            add(FoundSignature.unread(where, malformed.getMessage()));
        } catch (RegistryException e) {
            boolean absent = e.kind() == Kind.NOT_FOUND && !listed;
            if (!absent) {
                failed(where, e);
            }
        }
    }

    private void add(FoundSignature proof) {
        found.add(new FoundAttestation(proof, "", Optional.empty()));
    }

    private boolean isTooMany(int count, String where) {
        if (count > MOST) {
            add(FoundSignature.unread(where, "there are more than " + MOST + ", and the others are not read"));
            full = true;
        }
        return full;
    }

    private void layer(Descriptor layer, String where) throws RegistryException {
        boolean simple = layer.mediaType().equals(SimpleSigning.TYPE);
        try {
            int most = simple ? SimpleSigning.LARGEST : Bundle.LARGEST;
            byte[] bytes = registry.blob(subject, layer, most).bytes();
            SignedContent signed = simple ? SimpleSigning.read(layer, bytes) : Bundle.read(bytes, this::content);
            found.add(signed.attestation(signed.by(check, types, digest, where)));
        } catch (FormatException malformed) {
            add(FoundSignature.other(where, malformed.getMessage()));
        } catch (RegistryException e) {
            failed(where, e);
        }
    }

    private void failed(String where, RegistryException e) throws RegistryException {
        if (!OF_ONE.contains(e.kind())) {
            throw e;
        }
        add(FoundSignature.unread(where, e.getMessage()));
    }

    private Document content() throws RegistryException {
        if (content.isEmpty()) {
            content = Optional.of(registry.manifest(subject.with(digest)));
        }
        return content.get();
    }

    /** A manifest may say what kind of statement its bundle holds, and then only those are read. */
    private boolean isWanted(Manifest manifest, Descriptor layer) {
        if (layer.mediaType().equals(SimpleSigning.TYPE)) {
            return types.contains(Bundle.SIGNED);
        }
        String predicate = manifest.annotations().get(Bundle.PREDICATE);
        return layer.mediaType().startsWith(Bundle.TYPE) && (predicate == null || types.contains(predicate));
    }
}

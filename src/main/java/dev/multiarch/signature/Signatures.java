package dev.multiarch.signature;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Referrers;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the signatures of a manifest where cosign keeps them: as referrers, by the registry's API or under the tag that
 * is used without it, and under the tag of its first versions. None is believed before its key says so.
 */
public final class Signatures {
    /** cosign's tags before it used referrers. */
    private static final String SUFFIX = ".sig";

    /** Its own answer for one signature; any other failure is one of the whole registry. */
    private static final Set<Kind> OF_ONE =
            Set.of(Kind.NOT_FOUND, Kind.MALFORMED, Kind.TOO_LARGE, Kind.DIGEST_MISMATCH);

    /** What BuildKit's attestations call themselves: they are referrers of images too, and never signatures. */
    private static final String ATTESTATION = "application/vnd.docker.attestation.manifest.v1+json";

    /** Each referrer costs two requests; nobody signs an image more often. */
    private static final int MOST = 100;

    private final Registry registry;

    public Signatures(Registry registry) {
        this.registry = registry;
    }

    /** Whether a signature of these bytes is one that counts. */
    @FunctionalInterface
    public interface Check {
        boolean verifies(byte[] signed, byte[] signature);
    }

    /**
     * Wherever they are.
     *
     * @param subject with a digest
     * @return up to the first that is valid
     * @throws RegistryException if the registry can't be asked
     */
    public List<FoundSignature> of(Reference subject, VerificationKey key) throws RegistryException {
        var search = new Search(subject, key::verifies);
        search.referrers();
        search.tag();
        return search.found;
    }

    /** Those that are referrers. */
    public List<FoundSignature> referring(Reference subject, Check check) throws RegistryException {
        var search = new Search(subject, check);
        search.referrers();
        return search.found;
    }

    /** Those under the tag of cosign's first versions. */
    public List<FoundSignature> tagged(Reference subject, Check check) throws RegistryException {
        var search = new Search(subject, check);
        search.tag();
        return search.found;
    }

    /** One subject's. */
    private final class Search {
        private final Reference subject;
        private final Digest digest;
        private final Check check;
        private final List<FoundSignature> found = new ArrayList<>();
        private int manifests;
        private boolean full;
        private Optional<Document> content = Optional.empty();

        Search(Reference subject, Check check) {
            this.subject = subject;
            this.digest = subject.digest().orElseThrow();
            this.check = check;
        }

        void referrers() throws RegistryException {
            for (Descriptor entry : new Referrers(registry).of(subject).entries()) {
                if (!isOver() && !entry.artifactType().equals(Optional.of(ATTESTATION))) {
                    manifest(subject.with(entry.digest()), entry.digest().toString(), true);
                }
            }
        }

        void tag() throws RegistryException {
            if (!isOver()) {
                Reference tag = subject.withTag(Referrers.tag(digest) + SUFFIX);
                manifest(tag, "the tag " + tag.tag().orElseThrow(), false);
            }
        }

        private boolean isOver() {
            return !found.isEmpty() && found.get(found.size() - 1).state() == FoundSignature.State.VALID || full;
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
                    if (held.layers().stream().anyMatch(layer -> isSignature(held, layer))) {
                        found.add(FoundSignature.other(
                                where, "it is listed for " + digest + ", and its subject is " + of.orElse("nothing")));
                    }
                    return;
                }
                for (Descriptor layer : held.layers()) {
                    if (isSignature(held, layer) && !isOver() && !isTooMany(found.size() + 1, where)) {
                        layer(layer, where);
                    }
                }
            } catch (FormatException malformed) {
                found.add(FoundSignature.unread(where, malformed.getMessage()));
            } catch (RegistryException e) {
                boolean absent = e.kind() == Kind.NOT_FOUND && !listed;
                if (!absent) {
                    failed(where, e);
                }
            }
        }

        private boolean isTooMany(int count, String where) {
            if (count > MOST) {
                found.add(
                        FoundSignature.unread(where, "there are more than " + MOST + ", and the others are not read"));
                full = true;
            }
            return full;
        }

        private void layer(Descriptor layer, String where) throws RegistryException {
            boolean simple = layer.mediaType().equals(SimpleSigning.TYPE);
            try {
                int most = simple ? SimpleSigning.LARGEST : Bundle.LARGEST;
                byte[] bytes = registry.blob(subject, layer, most).bytes();
                SignedContent signed = simple ? SimpleSigning.read(layer, bytes) : Bundle.read(bytes, content());
                found.add(signed.by(check, digest, where));
            } catch (FormatException malformed) {
                found.add(FoundSignature.other(where, malformed.getMessage()));
            } catch (RegistryException e) {
                failed(where, e);
            }
        }

        private void failed(String where, RegistryException e) throws RegistryException {
            if (!OF_ONE.contains(e.kind())) {
                throw e;
            }
            found.add(FoundSignature.unread(where, e.getMessage()));
        }

        private Document content() throws RegistryException {
            if (content.isEmpty()) {
                content = Optional.of(registry.manifest(subject.with(digest)));
            }
            return content.get();
        }
    }

    /** A manifest may say what kind of statement its bundle holds, and then only signatures are read. */
    private static boolean isSignature(Manifest manifest, Descriptor layer) {
        if (layer.mediaType().equals(SimpleSigning.TYPE)) {
            return true;
        }
        String predicate = manifest.annotations().getOrDefault(Bundle.PREDICATE, Bundle.SIGNED);
        return layer.mediaType().startsWith(Bundle.TYPE) && predicate.equals(Bundle.SIGNED);
    }
}

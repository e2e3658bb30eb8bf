package dev.multiarch.registry;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.auth.Access;
import dev.multiarch.registry.auth.Authorisation;
import dev.multiarch.registry.request.Budget;
import dev.multiarch.registry.request.Failures;
import dev.multiarch.registry.request.Missing;
import dev.multiarch.registry.request.Proxies;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.request.Request;
import dev.multiarch.registry.request.RequestRunner;
import dev.multiarch.registry.request.Response;
import dev.multiarch.registry.request.Retry;
import dev.multiarch.registry.request.Transport;
import dev.multiarch.registry.settings.Hosts;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.registry.tls.Trust;
import dev.multiarch.text.FormatException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Reads what registries hold. One for a command: connections and tokens are kept as long as it lives. Many threads may
 * use it at once.
 */
public final class Registry implements AutoCloseable {
    private final Transport transport;
    private final Budget budget;
    private final RequestRunner wire;
    private final Authorisation authorisation;
    private final Missing missing;

    public Registry(RegistrySettings settings) {
        this(settings, new Programs(line -> {}));
    }

    /** @param programs run those that keep passwords */
    public Registry(RegistrySettings settings, Programs programs) {
        this(settings, programs, Trust.of(settings));
    }

    public Registry(RegistrySettings settings, Programs programs, Trust trust) {
        Hosts hosts = new Hosts(settings.insecureHosts());
        budget = new Budget(settings.budget(), System::nanoTime);
        Optional<Proxies> proxies =
                settings.namesProxy() ? Optional.of(new Proxies(settings.environment())) : Optional.empty();
        transport = new Transport(settings.patience(), trust, proxies, budget);
        var retry = new Retry(budget, settings.patience().pause());
        wire = new RequestRunner(transport, retry, hosts);
        authorisation = new Authorisation(wire, hosts, settings, programs);
        missing = Missing.BELIEVED;
    }

    private Registry(Registry other, Missing missing) {
        this.transport = other.transport;
        this.budget = other.budget;
        this.wire = other.wire;
        this.authorisation = other.authorisation;
        this.missing = missing;
    }

    /** The same, for what was pushed a moment ago: 404 is asked again, as a registry with several fronts needs a while. */
    public Registry awaiting() {
        return new Registry(this, Missing.AWAITED);
    }

    /** The same, for a look ahead of time: after a 404 the pause of {@link #doubting} has begun. */
    public Registry noting() {
        return new Registry(this, Missing.NOTED);
    }

    /** The same, where a passing 404 would do harm: it is asked again once, after a pause. */
    public Registry doubting() {
        return new Registry(this, Missing.DOUBTED);
    }

    /** How the registry of this reference is to be entered. */
    public Access access(Reference ref) throws RegistryException {
        budget.enter();
        try {
            return authorisation.access(ref);
        } finally {
            budget.leave();
        }
    }

    /** What this reference names, as a source of one image. */
    public Source at(Reference reference) {
        return new RepositorySource(this, reference);
    }

    /** By tag or digest; a reference without either means {@code latest}. At most 4 MiB. */
    public Document manifest(Reference ref) throws RegistryException {
        Request request = Request.manifest(ref);
        Response answer = send(request, ref);
        Failures failures = new Failures(request, ref.registry());
        if (answer.more()) {
            throw failures.of(Kind.TOO_LARGE, "it is larger than 4 MiB", answer.attempts(), "check what was pushed");
        }
        Digest digest = ContentDigest.verified(failures, ref, answer);
        try {
            return new Document(digest, ManifestType.of(answer.body(), answer.contentType()), answer.body());
        } catch (FormatException e) {
            throw failures.of(Kind.MALFORMED, e.getMessage(), answer.attempts(), "push it again");
        }
    }

    /**
     * Checked against the descriptor's digest and size.
     *
     * @param max size in bytes; what the descriptor declares larger is not fetched
     */
    public Document blob(Reference repository, Descriptor blob, int max) throws RegistryException {
        Request request = Request.blob(repository, blob);
        Failures failures = new Failures(request, repository.registry());
        if (blob.size() > max) {
            String what = "its size is given as " + blob.size() + " bytes, at most " + max + " are read";
            throw failures.of(Kind.TOO_LARGE, what, 0, "check what was pushed");
        }
        Response answer = send(request, repository);
        if (answer.more() || answer.body().length != blob.size()) {
            String found = answer.more() ? "more" : Integer.toString(answer.body().length);
            throw failures.mismatch(answer, "its size is given as " + blob.size() + " bytes, found " + found);
        }
        Digest digest = blob.digest().sameOf(answer.body());
        if (!digest.equals(blob.digest())) {
            throw failures.mismatch(answer, "the bytes are " + digest + ", asked for " + blob.digest());
        }
        return new Document(digest, blob.mediaType(), answer.body());
    }

    /**
     * As it comes, for what is too large to hold: at the end the bytes are checked against the descriptor's digest and
     * size, and where they differ the last read fails, so only what was read to the end can be believed. A connection
     * that breaks is taken up where it broke. Failures of the registry are {@link BlobStream.Broken}.
     */
    public InputStream layer(Reference repository, Descriptor blob) throws RegistryException {
        return new BlobStream(blob, from -> send(Request.layer(repository, blob, from), repository), (answer, what) -> {
            return new Failures(Request.layer(repository, blob, 0), repository.registry()).mismatch(answer, what);
        });
    }

    public boolean blobExists(Reference repository, Digest digest) throws RegistryException {
        return new BlobLookup(this, repository).exists(digest);
    }

    /** Whether it is there, and how large the registry says that it is. */
    public Presence presence(Reference repository, Descriptor blob) throws RegistryException {
        return new BlobLookup(this, repository).presence(blob);
    }

    /** Whether a HEAD was answered; otherwise it was refused as such, and a GET may say more. */
    static boolean isAnswer(Response head) {
        return head.status() == 200 || head.status() == 404;
    }

    public boolean manifestExists(Reference repository, Digest digest) throws RegistryException {
        Reference ref = repository.with(digest);
        Response head = send(Request.manifestExists(ref, Optional.empty()), ref);
        return isAnswer(head) ? head.status() == 200 : read(ref).isPresent();
    }

    private Optional<Digest> read(Reference ref) throws RegistryException {
        try {
            return Optional.of(manifest(ref).digest());
        } catch (RegistryException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** All tags of a repository, as the registry orders them; page after page. */
    public List<String> tags(Reference repository) throws RegistryException {
        return new TagPages(repository, TagPages.OF_IMAGES, request -> send(request, repository)).all();
    }

    /** What a tag points to, for comparing: not checked against bytes where HEAD tells. Empty where the registry has no such tag. */
    public Optional<Digest> resolve(Reference ref) throws RegistryException {
        return resolve(ref, Optional.empty());
    }

    /** @param likely what it most likely is: then it may be asked behind other requests */
    public Optional<Digest> resolve(Reference ref, Optional<Digest> likely) throws RegistryException {
        Request request = Request.manifestExists(ref, likely);
        Response answer = send(request, ref);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!isAnswer(answer)) {
            return read(ref);
        }
        Optional<Digest> digest = ContentDigest.of(new Failures(request, ref.registry()), answer);
        return digest.isPresent() ? digest : Optional.of(manifest(ref).digest());
    }

    /** What writes there. */
    public Pusher pusher() {
        return new Pusher(this);
    }

    RequestRunner wire() {
        return wire;
    }

    Response send(Request request, Reference ref) throws RegistryException {
        return request.isStreamed() ? authorisation.send(request, ref, Missing.BELIEVED) : withinBudget(request, ref);
    }

    private Response withinBudget(Request request, Reference ref) throws RegistryException {
        budget.enter();
        try {
            return authorisation.send(request, ref, missing);
        } catch (StackOverflowError | OutOfMemoryError e) { // whatever a server made us do, it is not our bug
            String what = "reading the answer needs more memory than this Java has (" + e + ")";
            throw new Failures(request, ref.registry())
                    .of(Kind.TOO_LARGE, what, 1, "check what " + ref.registry() + " sends, or give Java more memory");
        } finally {
            budget.leave();
        }
    }

    /** Ends what watches over the requests; kept connections close by themselves. */
    @Override
    public void close() {
        transport.close();
    }
}

package dev.multiarch.step;

import dev.multiarch.host.BuilderHost;
import dev.multiarch.host.LocalHost;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.record.Journal;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.CachedSource;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.settings.Hosts;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What the steps of one command work with. */
public final class Session {
    private final Registry registry;
    private final Programs programs;
    private final Map<String, String> environment;
    private final Consumer<String> progress;
    private final Optional<LayerCache> layers;
    private final Timings timings = new Timings(System.nanoTime());
    private final MemoryBudget memory = new MemoryBudget();
    private final Map<String, CachedSource.Cache> caches = new ConcurrentHashMap<>();
    private final SharedLayers sharedLayers = new SharedLayers();
    private Journal journal = Journal.NONE;
    private IntentPlace intents = IntentPlace.NONE;
    private ImageRuns runs = ImageRuns.NONE;
    private Signing signing = Signing.NONE;
    private Hosts hosts = new Hosts(Set.of());
    private Optional<RecordStore> records = Optional.empty();
    private Optional<Path> checkout = Optional.empty();
    private Consumer<String> status = text -> {};
    private Buildx buildx;
    private BuilderHost builderHost;

    /**
     * @param progress gets one line, without newline, for what may take over two seconds
     * @param layers where what layers hold is kept between calls
     */
    public Session(
            Registry registry,
            Programs programs,
            Map<String, String> environment,
            Consumer<String> progress,
            Optional<LayerCache> layers) {
        this.layers = layers;
        this.registry = registry;
        this.programs = programs;
        this.environment = environment;
        this.progress = progress;
    }

    public Registry registry() {
        return registry;
    }

    public Programs programs() {
        return programs;
    }

    public Map<String, String> environment() {
        return environment;
    }

    /** One image of a repository. What was read there by digest is not read again by this command. */
    public Source at(Reference reference) {
        return new CachedSource(registry.at(reference), cache(reference));
    }

    /** The same, for what was pushed a moment ago: 404 is asked again. */
    public Source awaiting(Reference reference) {
        return new CachedSource(registry.awaiting().at(reference), cache(reference));
    }

    /** What this command wrote to a repository is there, and is not read from there again. */
    public void wrote(Reference repository, Document document) {
        cache(repository).put(document);
    }

    /** A blob that is in another repository by now. If it was read as a document, it is not read again there. */
    public void copied(Reference from, Digest blob, Reference to) {
        cache(from).get(blob).ifPresent(cache(to)::put);
    }

    /** A repository's own: another one may lack what this one has. */
    private CachedSource.Cache cache(Reference reference) {
        return caches.computeIfAbsent(reference.name(), name -> new CachedSource.Cache());
    }

    /** What documents may take, of all subjects of this command together. */
    public MemoryBudget memory() {
        return memory;
    }

    public Optional<LayerCache> layers() {
        return layers;
    }

    /** What the layers of this command's images hold. */
    public SharedLayers sharedLayers() {
        return sharedLayers;
    }

    public Consumer<String> progress() {
        return progress;
    }

    /** Gets how far a step has come, over and over: what shows it may leave most of it out. */
    public Consumer<String> status() {
        return status;
    }

    public Timings timings() {
        return timings;
    }

    /** Where steps that write to a registry are written down. */
    public Journal journal() {
        return journal;
    }

    public Session with(Journal other) {
        journal = other;
        return this;
    }

    /** Where those that move the same tag leave word for each other. */
    public IntentPlace intents() {
        return intents;
    }

    public Session with(IntentPlace other) {
        intents = other;
        return this;
    }

    /** What runs commands in images, where policies want that. */
    public ImageRuns runs() {
        return runs;
    }

    public Session with(ImageRuns other) {
        runs = other;
        return this;
    }

    /** Which registries may be spoken to in plain http. */
    public Hosts hosts() {
        return hosts;
    }

    public Session with(Hosts other) {
        hosts = other;
        return this;
    }

    /** What signs images that passed. */
    public Signing signing() {
        return signing;
    }

    public Session with(Signing other) {
        signing = other;
        return this;
    }

    /** Where records of earlier builds are; empty where the command has none. */
    public Optional<RecordStore> records() {
        return records;
    }

    public Session with(RecordStore other) {
        records = Optional.of(other);
        return this;
    }

    /** Where a checkout may be that knows the commits that images are of. */
    public Optional<Path> checkout() {
        return checkout;
    }

    public Session in(Path folder) {
        checkout = Optional.of(folder);
        return this;
    }

    public Session telling(Consumer<String> other) {
        status = other;
        return this;
    }

    /** One for a whole command, so that each builder is probed once. */
    public synchronized BuilderHost builderHost() throws ProgramException {
        if (builderHost == null) {
            builderHost = new BuilderHost(programs, buildx(), new LocalHost(Path.of("/")));
        }
        return builderHost;
    }

    /** Looked for once, and only by steps that build or merge: judging needs no docker. */
    public synchronized Buildx buildx() throws ProgramException {
        if (buildx == null) {
            buildx = Buildx.find(programs, environment);
        }
        return buildx;
    }
}

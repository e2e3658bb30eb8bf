package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Policy;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.embedded.ReceivedRequest;
import dev.multiarch.step.IntentPlace;
import dev.multiarch.step.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Two writers that promote to the same tag. Each knows the registry by its own name, so that requests say which of them asks. */
final class RacingWriters implements AutoCloseable {
    static final String ONE = "127.0.0.1";
    static final String OTHER = "localhost";
    private static final String FOLDER = "_intents/t/";

    private final SampleRegistry registry;
    private final Turns turns;
    private final Map<String, Registry> clients = new TreeMap<>();
    private final Map<String, Object> said = new ConcurrentHashMap<>();
    private final Document old;
    private MemoryStore intents = new MemoryStore();
    private boolean keepsIntents = true;
    private boolean isNew;
    private boolean keeps;
    private List<Policy> judges = List.of();
    private final Map<String, Integer> lives = new ConcurrentHashMap<>();
    private final Set<String> dead = ConcurrentHashMap.newKeySet();
    private int tags;
    private Reference tag;

    RacingWriters(SampleRegistry registry, Turns turns) throws Exception {
        this.registry = registry;
        this.turns = turns;
        clients.put(ONE, Sample.client());
        clients.put(OTHER, Sample.client());
        Reference first = registry.app().withTag("old");
        registry.put(first, SampleRegistry.OLD);
        old = registry.client().manifest(first);
        registry.watch(this::hear);
    }

    private void hear(ReceivedRequest request) {
        if (tag != null && request.line().endsWith(" /v2/app/manifests/" + tag.selector())) {
            String writer = request.header("host").orElse("").replaceFirst(":.*", "");
            before(writer, new Turns.Step("tag", request.method().equals("PUT")));
        }
    }

    private void before(String writer, Turns.Step step) {
        if (lives.merge(writer, -1, Integer::sum) < 0) {
            dead.add(writer);
            turns.kill(writer);
        }
        turns.before(writer, step);
    }

    /** Kills a writer after so many steps of the next order. */
    void kill(String writer, int steps) {
        lives.put(writer, steps);
    }

    boolean wasKilled(String writer) {
        return dead.contains(writer);
    }

    void revive() {
        lives.put(ONE, Integer.MAX_VALUE);
        lives.put(OTHER, Integer.MAX_VALUE);
    }

    /** The tag is not there before. */
    RacingWriters forNewTags() {
        isNew = true;
        return this;
    }

    /** Each candidate is made of what the tag held before. */
    RacingWriters keeping() {
        keeps = true;
        return this;
    }

    RacingWriters under(Policy policy) {
        judges = List.of(policy);
        return this;
    }

    RacingWriters withoutIntents() {
        keepsIntents = false;
        return this;
    }

    /** The tag that the current order is about. */
    Reference tag() {
        return tag;
    }

    Optional<Digest> held() throws Exception {
        return registry.tag(tag);
    }

    Digest old() {
        return old.digest();
    }

    MemoryStore intents() {
        return intents;
    }

    /** What came of a writer: its {@link Promote.Moved}, or the exception that it ended with. */
    Object said(String writer) {
        return said.get(writer);
    }

    /** A tag that points to the old image. */
    void next() throws Exception {
        tag = registry.app().withTag("t" + tags++);
        dead.clear();
        revive();
        if (!isNew) {
            registry.client().pusher().manifest(tag, old.mediaType(), old.bytes());
        }
        intents = new MemoryStore();
        said.clear();
    }

    /** A new tag, and both writers for it. */
    Map<String, Turns.Writer> race(Digest one, Digest other) throws Exception {
        return race(one, other, false);
    }

    /** @param back whether the first of them rolls back */
    Map<String, Turns.Writer> race(Digest one, Digest other, boolean back) throws Exception {
        next();
        Map<String, Turns.Writer> writers = new LinkedHashMap<>();
        writers.put(ONE, () -> promote(ONE, one, back));
        writers.put(OTHER, () -> promote(OTHER, other, false));
        return writers;
    }

    void promote(String writer, Digest candidate, boolean allowOlder) throws Exception {
        Session session = session(writer);
        Reference app = seenBy(writer, registry.app());
        PublishedIndex read = PublishedIndex.read(session.registry(), app.with(candidate));
        Promotion promotion = new Promote(session, EngineChoice.NATIVE, Optional.empty())
                .run(
                        read,
                        new Promote.Request(
                                List.of(seenBy(writer, tag)),
                                allowOlder,
                                judges,
                                "test",
                                keeps ? Optional.of(new KeptImages(seenBy(writer, tag), old())) : Optional.empty()));
        said.put(
                writer,
                promotion.failure().isPresent()
                        ? promotion.failure().get()
                        : promotion.moved().get(0));
    }

    private Session session(String writer) {
        var session = new Session(clients.get(writer), new Programs(l -> {}), Map.of(), l -> {}, Optional.empty());
        MemoryStore seen = intents.seenBy(step -> before(writer, step));
        return keepsIntents ? session.with(new Place(seen)) : session;
    }

    private static Reference seenBy(String writer, Reference reference) {
        return Reference.parse(reference.toString().replaceFirst("127\\.0\\.0\\.1", writer));
    }

    /** One folder for the one tag. */
    record Place(MemoryStore store) implements IntentPlace {
        @Override
        public Optional<Folder> of(Reference tag) {
            return Optional.of(new Folder(store, FOLDER));
        }

        @Override
        public Optional<String> gap() {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        clients.values().forEach(Registry::close);
    }
}

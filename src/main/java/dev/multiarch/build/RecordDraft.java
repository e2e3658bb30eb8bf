package dev.multiarch.build;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.host.BinfmtEntry;
import dev.multiarch.host.Builder;
import dev.multiarch.host.BuilderHost;
import dev.multiarch.host.HostFacts;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.record.BaseImage;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.EmulatedTime;
import dev.multiarch.record.IndexAnnotations;
import dev.multiarch.record.RecordedBuilder;
import dev.multiarch.record.RecordedHost;
import dev.multiarch.record.SmokeRun;
import dev.multiarch.text.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A build record while its leg is being built. */
final class RecordDraft {
    private final LegRequest request;
    private final BuildFlags flags;
    private final Secrets secrets;
    private final Builder builder;
    private final Optional<Builder.Node> node;
    private final Instant started;
    private Instant finished;
    private boolean built;
    private Optional<Digest> leg = Optional.empty();
    private Optional<Digest> image = Optional.empty();
    private Optional<EmulatedTime> steps = Optional.empty();
    private List<String> failure = List.of();
    private Optional<String> layout = Optional.empty();
    private IndexAnnotations annotations = IndexAnnotations.NONE;
    private Optional<Fact<List<BaseImage>>> bases = Optional.empty();
    private Optional<Fact<SmokeRun>> smoke = Optional.empty();

    RecordDraft(LegRequest request, BuildFlags flags, Secrets secrets, Builder builder, Instant started) {
        this.request = request;
        this.secrets = secrets;
        this.flags = flags;
        this.builder = builder;
        this.node = builder.node(request.platform());
        this.started = started;
    }

    Builder builder() {
        return builder;
    }

    /** Whether a step on this platform is emulated, given that the leg is: the leg's own always is then. */
    boolean emulates(Platform platform) {
        Optional<Platform> own = node.flatMap(Builder.Node::own);
        return platform.equals(request.platform())
                || own.map(cpu -> !BuilderHost.runsOn(cpu, platform)).orElse(true);
    }

    /** When buildx ended; the first call counts. */
    void finish(Instant time) {
        if (finished == null) {
            finished = time.isBefore(started) ? started : time;
        }
    }

    /** For the merge. */
    void carries(IndexAnnotations users) {
        annotations = users;
    }

    /** What buildx made. */
    void made(Digest digest) {
        leg = Optional.of(digest);
    }

    /** @param kept the layout that holds the leg; empty where it was pushed */
    void built(Digest resolved, Optional<EmulatedTime> measured, Optional<String> kept) {
        built = true;
        layout = kept;
        image = Optional.of(resolved);
        steps = measured.map(time -> time.named(secrets::without));
    }

    /** For a leg that was built. */
    void builtOn(Fact<List<BaseImage>> images) {
        bases = Optional.of(images);
    }

    /** For a leg that was built. */
    void tried(Fact<SmokeRun> run) {
        smoke = Optional.of(run);
    }

    void failed(List<String> why) {
        built = false;
        layout = Optional.empty();
        image = Optional.empty();
        failure = why.stream().map(secrets::without).toList();
    }

    BuildRecord record(int attempt, HostFacts host) {
        BuildRecord record = new BuildRecord(
                request.plan(),
                request.platform(),
                attempt,
                built,
                request.image().name(),
                leg,
                image,
                host.emulated(),
                new RecordedBuilder(
                        builder.name(),
                        builder.driver(),
                        Secrets.inAddresses(node.map(Builder.Node::endpoint).orElse("")),
                        node.map(Builder.Node::buildkit).orElse("")),
                new RecordedHost(
                        host.kernel(),
                        host.boot(),
                        host.entry().map(RecordDraft::entry),
                        host.bundled(),
                        host.emulator(),
                        host.version()),
                started,
                finished,
                emulatedTime(host.emulated()),
                flags.withoutSecrets(request.recorded()),
                failure,
                layout,
                annotations);
        BuildRecord based = bases.filter(known -> built).map(record::with).orElse(record);
        return smoke.filter(known -> built).map(based::tried).orElse(based);
    }

    /** One line for people. */
    static String summary(BuildRecord record) {
        String time = record.emulatedTime()
                .value()
                .map(t -> ", "
                        + (t.cached()
                                ? "emulated steps cached"
                                : seconds(t.time()) + " of it emulated (by " + t.basis() + ")"))
                .orElse("");
        return "built " + record.digest().map(Digest::toString).orElse("") + " in " + seconds(record.duration()) + time
                + record.layout()
                        .map(path -> "; not pushed, its layout is " + path)
                        .orElse("") + "; record "
                + record.key();
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 100 / 10.0 + " s";
    }

    private Fact<EmulatedTime> emulatedTime(Fact<Boolean> emulated) {
        if (!emulated.isKnown()) {
            return Fact.unknown(emulated.reason());
        }
        if (!emulated.value().orElseThrow()) {
            return Fact.unknown("the leg is native");
        }
        if (!built) {
            return Fact.unknown("the leg failed");
        }
        var whole = new EmulatedTime(Duration.between(started, finished), EmulatedTime.LEG, false, List.of());
        return Fact.known(steps.orElse(whole), FactSource.COMMAND);
    }

    private static RecordedHost.Entry entry(Optional<BinfmtEntry> entry) {
        return entry.map(e -> new RecordedHost.Entry(e.name(), e.interpreter(), e.flags(), e.enabled()))
                .orElse(RecordedHost.Entry.NONE);
    }
}

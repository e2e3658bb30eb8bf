package dev.multiarch.build;

import dev.multiarch.fact.Fact;
import dev.multiarch.host.HostFacts;
import dev.multiarch.image.Platform;
import dev.multiarch.process.ProgramException;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.EmulatedTime;
import dev.multiarch.record.SmokeRun;
import dev.multiarch.text.Printable;
import dev.multiarch.text.Secrets;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** What is known of a leg while it is being built, and its one record. */
final class LegAttempt {
    /** Behind an interruption nobody waits for more. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final LegRequest request;
    private final RecordDraft draft;
    private final Secrets secrets;
    private final LegFacts facts;
    private final LegBases bases;
    private final AttemptRecords records;
    private final int attempt;
    private final LegLimits limits;
    private final BuildWatch.Steps steps;
    private final CountDownLatch written = new CountDownLatch(1);
    private boolean begun;
    private boolean ending;
    private volatile Optional<LegGuard> guard = Optional.empty();

    LegAttempt(
            LegRequest request,
            RecordDraft draft,
            Secrets secrets,
            LegFacts facts,
            LegBases bases,
            AttemptRecords records,
            int attempt,
            LegLimits limits,
            BuildWatch.Steps steps) {
        this.request = request;
        this.draft = draft;
        this.secrets = secrets;
        this.facts = facts;
        this.bases = bases;
        this.records = records;
        this.attempt = attempt;
        this.limits = limits;
        this.steps = steps;
    }

    LegRequest request() {
        return request;
    }

    int attempt() {
        return attempt;
    }

    Platform platform() {
        return request.platform();
    }

    RecordDraft draft() {
        return draft;
    }

    /** That must not be printed. */
    Secrets secrets() {
        return secrets;
    }

    LegFacts facts() {
        return facts;
    }

    LegBases bases() {
        return bases;
    }

    LegLimits limits() {
        return limits;
    }

    BuildWatch.Steps steps() {
        return steps;
    }

    /** Watches its build from now on. */
    LegGuard watching(EndedBuild build) {
        var other = new LegGuard(new BuildWatch(limits, steps), build, facts::within, platform());
        guard = Optional.of(other);
        return other;
    }

    /** With what buildx does not print its steps in the form that is read here; empty where it does. */
    static Optional<String> hidden(BuildFlags flags, Map<String, String> environment) {
        if (flags.has("quiet")) {
            return Optional.of("--quiet");
        }
        String progress =
                BuildContext.last(flags, "progress").orElseGet(() -> environment.getOrDefault("BUILDKIT_PROGRESS", ""));
        return List.of("", "auto", "plain").contains(progress)
                ? Optional.empty()
                : Optional.of("progress \"" + Printable.line(progress) + "\"");
    }

    /** Why steps, or how long they take, can't be watched; empty where they can. */
    Optional<String> unwatched(BuildFlags flags, Map<String, String> environment) {
        Optional<String> hidden = hidden(flags, environment);
        if (hidden.isPresent()) {
            return Optional.of("its steps are not watched, as buildx does not print them with " + hidden.get()
                    + "; a crash of the emulator is not noticed, and only --timeout ends the build");
        }
        return limits.step()
                .filter(limit -> !steps.unknown().isEmpty())
                .map(limit -> "the limit of " + limit.source()
                        + " ends no step, as it is not known which are emulated: " + steps.unknown());
    }

    /**
     * The times of the emulated steps.
     *
     * @param twice whether it was built twice
     * @return without a reason where nothing is emulated, or it is not known whether
     */
    Fact<EmulatedTime> emulatedSteps(BuildHistory history, BuildMetadata metadata, boolean twice)
            throws ProgramException {
        if (!facts.get().emulated().value().orElse(false)) {
            return Fact.unknown("");
        }
        Fact<EmulatedTime> steps = twice
                ? Fact.unknown("what ran in its first build came from the cache in the second")
                : history.steps(metadata, platform(), draft::emulates);
        return steps.isKnown()
                ? steps
                : Fact.unknown(
                        "the times of its steps are not known, so the whole leg counts as emulated: " + steps.reason());
    }

    /** What became of the commands that were run in its image, for its record and for people. */
    void tried(Fact<SmokeRun> run, Consumer<String> progress) {
        draft.tried(run.map(all -> all.printing(secrets::withoutValues)));
        if (!run.isKnown()) {
            progress.accept(platform() + ": no command was run in its image: " + run.reason());
        }
        run.value().stream()
                .flatMap(each -> each.results().stream())
                .forEach(result -> progress.accept(platform() + ": " + result.command() + " " + result.ended()));
    }

    BuildRecord put() throws IOException {
        begin();
        try {
            return write(facts.get());
        } finally {
            written.countDown();
        }
    }

    /** A record that can't be written must not hide why the build failed. */
    String noted(List<String> last) {
        begin();
        List<String> why = new ArrayList<>();
        guard.flatMap(LegGuard::why).ifPresent(why::add);
        why.addAll(last);
        return failed(why, facts.get());
    }

    /** The same while this JVM is ending; empty where its record was being written already, and is there by now. */
    Optional<String> interrupted() {
        synchronized (this) {
            ending = true;
        }
        if (begun) {
            await();
            return Optional.empty();
        }
        List<String> why = new ArrayList<>(List.of("interrupted by a signal"));
        guard.ifPresent(watched -> watched.running().forEach(step -> why.add("running then: " + step)));
        return Optional.of(failed(why, facts.within(PATIENCE)));
    }

    /** Does not return where this JVM is ending, as the interruption writes the record then. */
    private void begin() {
        synchronized (this) {
            if (!ending) {
                begun = true;
                return;
            }
        }
        LegInterruption.awaitTheEnd();
    }

    private void await() {
        try {
            written.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String failed(List<String> why, HostFacts host) {
        try {
            draft.finish(Instant.now().truncatedTo(ChronoUnit.MILLIS));
            draft.failed(why);
            BuildRecord record = write(host);
            return "The record of attempt " + record.attempt() + " is " + record.key();
        } catch (IOException e) {
            return "It has no record: " + Printable.line(String.valueOf(e.getMessage()));
        } finally {
            written.countDown();
        }
    }

    private BuildRecord write(HostFacts host) throws IOException {
        return records.put(number -> draft.record(number, host), attempt);
    }
}

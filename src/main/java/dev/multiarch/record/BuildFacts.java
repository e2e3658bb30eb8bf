package dev.multiarch.record;

import dev.multiarch.fact.Claim;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.host.PlatformSurvey;
import dev.multiarch.image.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What rules may know of how and where one leg was built, whichever way it reached us: from its record, or from the
 * annotations that the merge wrote.
 *
 * @param emulated whether the builder's CPU could not run this platform natively
 * @param duration of the whole leg
 * @param emulatedTime time spent in emulated steps; zero where all came from the cache
 * @param basis {@code steps} where the time was added up step by step, {@code leg} where it is the leg's own
 * @param cached whether every emulated step came from the cache, so that a time of zero means nothing
 * @param kernel of the builder's host, as {@code uname -r} prints it
 * @param binfmtFlags of the entry that serves this platform, as binfmt_misc prints them: {@code POCF}; {@code none}
 *     where no entry serves it
 * @param emulator that ran it: the entry's interpreter, or {@code bundled} where BuildKit brought its own
 * @param slowest of the emulated steps; only records have steps
 * @param ran what ran the emulated programs
 * @param record that states all this; unknown where it was not asked for, or is not available
 * @param smoke what became of commands that were run in the image
 * @param past how long earlier builds of the same platform took
 */
public record BuildFacts(
        Fact<Boolean> emulated,
        Fact<Duration> duration,
        Fact<Duration> emulatedTime,
        Fact<String> basis,
        Fact<Boolean> cached,
        Fact<String> kernel,
        Fact<String> binfmtFlags,
        Fact<String> emulator,
        Fact<SlowStep> slowest,
        EmulatorFacts ran,
        Fact<Claim> record,
        Fact<SmokeRun> smoke,
        Fact<PastTimes> past) {
    public static final Fact<PastTimes> NO_PAST =
            Fact.unknown("no build record of this leg was found in a store, so earlier ones were not looked for");

    public static final String BUNDLED = "bundled";
    public static final String NO_ENTRY = "none";

    /** Why nothing is known of what the image's programs do, where nobody tried. */
    public static final String NOT_TRIED = "no command was run in this image";

    private static final Fact<SmokeRun> NOT_SMOKED = Fact.unknown(NOT_TRIED);

    /** That no steps are known of. */
    public BuildFacts(
            Fact<Boolean> emulated,
            Fact<Duration> duration,
            Fact<Duration> emulatedTime,
            Fact<String> basis,
            Fact<Boolean> cached,
            Fact<String> kernel,
            Fact<String> binfmtFlags,
            Fact<String> emulator) {
        this(
                emulated,
                duration,
                emulatedTime,
                basis,
                cached,
                kernel,
                binfmtFlags,
                emulator,
                Fact.unknown("no steps are known of"),
                EmulatorFacts.following(
                        binfmtFlags, emulator, Fact.unknown("annotations do not state the emulator's version")),
                Fact.unknown("no store of build records is named"),
                NOT_SMOKED,
                NO_PAST);
    }

    private static final String NATIVE = "a native leg needs no emulator";

    /** What a record says. Every fact is a claim of this record, whatever the record says of how it was learnt. */
    public static BuildFacts of(BuildRecord record) {
        boolean isNative = record.emulated().value().equals(Optional.of(false));
        Fact<RecordedHost.Entry> entry =
                isNative ? Fact.unknown(NATIVE) : record.host().binfmt();
        Fact<EmulatedTime> time = record.emulatedTime();
        Fact<String> flags = entry.map(BuildFacts::flags);
        Fact<String> emulator = record.host().ranBy(entry);
        var facts = new BuildFacts(
                record.emulated(),
                Fact.known(record.duration(), FactSource.RECORD),
                time.map(EmulatedTime::time),
                time.map(EmulatedTime::basis),
                time.map(EmulatedTime::cached),
                record.host().kernel(),
                flags,
                emulator,
                SlowStep.of(record),
                EmulatorFacts.following(flags, emulator, record.host().version()),
                Fact.known(record.claim(), FactSource.RECORD),
                record.smoke(),
                NO_PAST);
        return facts.by(record.claim());
    }

    /** The same facts, as this record states them. */
    public BuildFacts by(Claim record) {
        return new BuildFacts(
                emulated.by(record),
                duration.by(record),
                emulatedTime.by(record),
                basis.by(record),
                cached.by(record),
                kernel.by(record),
                binfmtFlags.by(record),
                emulator.by(record),
                slowest.by(record),
                ran.by(record),
                Fact.known(record, FactSource.RECORD),
                smoke.map(run -> run.by(record)).by(record),
                past);
    }

    /** What a look at a host says of building for one platform there; nothing was built. */
    public static BuildFacts of(PlatformSurvey survey) {
        Fact<?> none = Fact.unknown("nothing was built");
        boolean bundled = survey.bundled().value().equals(Optional.of(true));
        return new BuildFacts(
                survey.emulated(),
                Fact.unknown(none.reason()),
                Fact.unknown(none.reason()),
                Fact.unknown(none.reason()),
                Fact.unknown(none.reason()),
                survey.kernel(),
                survey.flags(),
                bundled ? survey.bundled().map(yes -> BUNDLED) : survey.emulator(),
                Fact.unknown(none.reason()),
                EmulatorFacts.of(survey),
                Fact.unknown(none.reason()),
                NOT_SMOKED,
                NO_PAST);
    }

    private static String flags(RecordedHost.Entry entry) {
        return entry.equals(RecordedHost.Entry.NONE) || !entry.enabled() ? NO_ENTRY : entry.flags();
    }

    /** What annotations of an image's descriptor claim. */
    public static BuildFacts fromAnnotations(Map<String, String> annotations) {
        return FactAnnotations.read(annotations);
    }

    public BuildFacts with(Fact<SlowStep> step) {
        return with(step, ran, record, smoke, past);
    }

    public BuildFacts with(EmulatorFacts other) {
        return with(slowest, other, record, smoke, past);
    }

    public BuildFacts recorded(Fact<Claim> found) {
        return with(slowest, ran, found, smoke, past);
    }

    public BuildFacts tried(Fact<SmokeRun> run) {
        return with(slowest, ran, record, run, past);
    }

    /** The same leg, of which the earlier builds are known. */
    public BuildFacts after(Fact<PastTimes> builds) {
        return with(slowest, ran, record, smoke, builds);
    }

    private BuildFacts with(
            Fact<SlowStep> step,
            EmulatorFacts emulators,
            Fact<Claim> found,
            Fact<SmokeRun> run,
            Fact<PastTimes> builds) {
        return new BuildFacts(
                emulated,
                duration,
                emulatedTime,
                basis,
                cached,
                kernel,
                binfmtFlags,
                emulator,
                step,
                emulators,
                found,
                run,
                builds);
    }

    /** The annotations that do not say what these facts say, as {@code KEY=VALUE}; what they leave out is not among them. */
    public List<String> contradicted(Map<String, String> annotations) {
        return FactAnnotations.contradicted(this, annotations);
    }

    /** The digest of the record that an entry of an index names, as it is spelt there. */
    public static Optional<String> recordIn(Map<String, String> annotations) {
        return Optional.ofNullable(annotations.get(FactAnnotations.RECORD));
    }

    /** As annotations of the image's descriptor; what is unknown is left out. */
    public Map<String, String> toAnnotations(Digest record) {
        return FactAnnotations.write(this, record);
    }

    /** Nothing known, for this reason. */
    public static BuildFacts unknown(String reason) {
        return new BuildFacts(
                        Fact.unknown(reason),
                        Fact.unknown(reason),
                        Fact.unknown(reason),
                        Fact.unknown(reason),
                        Fact.unknown(reason),
                        Fact.unknown(reason),
                        Fact.unknown(reason),
                        Fact.unknown(reason))
                .recorded(Fact.unknown(reason));
    }
}

package dev.multiarch.rebuild;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.RunnerMap;
import dev.multiarch.policy.Policy;
import dev.multiarch.rebuild.LegRecords.Absence;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.BaseLookup;
import dev.multiarch.step.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at published images and plans what is stale: read the indexes, their legs' records, what the names of base images stand
 * for now; look for causes; choose what fits into the budget; plan it. It writes nothing to registries.
 */
public final class Rebuild {
    private final Session tools;

    public Rebuild(Session tools) {
        this.tools = tools;
    }

    /** What is done about a leg of which something is not known. */
    public enum OnUnknown {
        /** The answer is not complete: exit code 3. */
        FAIL,
        /** It counts as stale. */
        REBUILD,
        /** It stays as it is. */
        KEEP
    }

    /**
     * @param images with tag or digest
     * @param found whether a pattern of tags found them
     * @param named whether the user named the store of records
     * @param causes that are looked for
     * @param maxAge of a leg
     * @param policies that have to pass; none where nothing is judged
     * @param revision to build instead of the recorded one
     * @param commits what the checkout here knows of commits
     */
    public record Request(
            List<Reference> images,
            boolean found,
            RecordStore records,
            boolean named,
            Set<Cause> causes,
            Optional<Duration> maxAge,
            List<Policy> policies,
            KnownBad knownBad,
            VulnerableBases vulnerable,
            OnUnknown onUnknown,
            RunnerMap runners,
            Optional<String> revision,
            Commits commits,
            RebuildBudget budget,
            Instant now) {}

    /**
     * @throws IOException if the store of records is not there
     * @throws dev.multiarch.text.FormatException if the user named it, and it has no record of any of the images
     */
    public RebuildAnswer run(Request request) throws IOException {
        PublishedImages.Read read = new PublishedImages(tools).read(request.images(), request.found());
        tools.timings().ended("read " + request.images().size() + " images");
        LegRecords records = LegRecords.of(request.records(), read.images(), absence(request), tools.progress());
        tools.timings().ended("read their build records");
        List<Check> checks = checks(request);
        List<ImageState> states =
                AtOnce.map(read.images(), PublishedImages.AT_ONCE, image -> state(request, image, records, checks));
        tools.timings().ended("look at base images, and judge");
        return new RebuildPlans(request, tools.environment()).answer(read, states);
    }

    private static Absence absence(Request request) {
        if (!request.named() || !request.causes().contains(Cause.NO_RECORD)) {
            return Absence.STALE;
        }
        return switch (request.onUnknown()) {
            case FAIL -> Absence.REFUSED;
            case KEEP -> Absence.UNKNOWN;
            case REBUILD -> Absence.STALE;
        };
    }

    private List<Check> checks(Request request) {
        List<Check> all = new ArrayList<>();
        if (!request.vulnerable().isEmpty()) {
            all.add(new VulnerableCheck(request.vulnerable()));
        }
        all.add(new KnownBadCheck(request.knownBad()));
        all.add(new BaseCheck(new BaseLookup(tools.registry())));
        all.add(new RecordCheck());
        request.maxAge().ifPresent(most -> all.add(new AgeCheck(most, request.now())));
        all.removeIf(check -> !request.causes().contains(check.cause()));
        return all;
    }

    private ImageState state(Request request, PublishedImage image, LegRecords records, List<Check> checks) {
        List<PublishedLeg> legs = image.index().images().stream()
                .map(entry -> leg(image, entry, records))
                .toList();
        List<String> notes = new ArrayList<>();
        List<Check> all = new ArrayList<>(checks);
        if (!request.policies().isEmpty() && request.causes().contains(Cause.VERDICT)) {
            try {
                VerdictCheck verdict = VerdictCheck.judge(tools, image, request, built(legs));
                notes.addAll(verdict.ofTheWhole(image));
                all.add(verdict);
            } catch (RegistryException e) {
                notes.add(Cause.VERDICT.word() + ": " + e.getMessage());
            }
        }
        List<LegState> states = legs.stream()
                .map(leg -> look(request.onUnknown(), image, leg, all))
                .toList();
        return new ImageState(image, states, notes);
    }

    private static List<BuildRecord> built(List<PublishedLeg> legs) {
        return legs.stream().flatMap(leg -> leg.record().value().stream()).toList();
    }

    private static PublishedLeg leg(PublishedImage image, Descriptor entry, LegRecords records) {
        return new PublishedLeg(entry.platform().orElseThrow(), entry, records.of(entry.digest()), image.created());
    }

    private static LegState look(OnUnknown onUnknown, PublishedImage image, PublishedLeg leg, List<Check> checks) {
        var notes = new LegNotes();
        checks.forEach(check -> check.look(image, leg, notes));
        Platform platform = leg.platform();
        List<String> unknown = onUnknown == OnUnknown.KEEP ? List.of() : notes.unknown();
        List<Reason> reasons = notes.reasons();
        if (onUnknown == OnUnknown.REBUILD
                && reasons.isEmpty()
                && !notes.unknown().isEmpty()) {
            reasons = List.of(new Reason(Cause.NO_RECORD, notes.unknown().get(0), false));
        }
        return new LegState(
                platform,
                leg.entry().digest(),
                leg.built(),
                leg.duration(),
                leg.facts().emulated().value(),
                reasons,
                unknown,
                notes.lasting(),
                notes.bases());
    }
}

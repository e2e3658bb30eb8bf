package dev.multiarch.rebuild;

import dev.multiarch.image.Index;
import dev.multiarch.plan.RunnerMap;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.rules.Rules;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import dev.multiarch.step.Timings;
import dev.multiarch.verify.RecordedFacts;
import dev.multiarch.verify.Verify;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whether policies still pass: they may have changed since, and waivers end. What fails for the whole index does not make it necessary to
 * build any of its platforms again, and is a note on the image.
 */
final class VerdictCheck implements Check {
    private final List<Finding> open;
    private final RunnerMap runners;

    private VerdictCheck(List<Finding> open, RunnerMap runners) {
        this.open = open;
        this.runners = runners;
    }

    /** @param records of its legs */
    static VerdictCheck judge(Session tools, PublishedImage image, Rebuild.Request request, List<BuildRecord> records)
            throws RegistryException {
        try (Source source = tools.at(image.image())) {
            Document document = source.manifest(image.digest());
            Verdict verdict = new Verify(tools, new Timings(System.nanoTime()))
                    .judge(
                            source,
                            document,
                            Index.parse(document.bytes(), image.image().toString()),
                            request.policies(),
                            Optional.of(RecordedFacts.of(records, tools.records())));
            List<Finding> open = verdict.findings().stream()
                    .filter(finding -> finding.severity() == Severity.ERROR)
                    .filter(finding -> finding.outcome() == Outcome.FAIL || finding.outcome() == Outcome.UNKNOWN)
                    .toList();
            return new VerdictCheck(open, request.runners());
        }
    }

    @Override
    public Cause cause() {
        return Cause.VERDICT;
    }

    @Override
    public void look(PublishedImage image, PublishedLeg leg, LegNotes notes) {
        Predicate<Finding> own = finding -> finding.platform().equals(Optional.of(leg.platform()));
        open.stream().filter(own).forEach(finding -> {
            if (finding.outcome() == Outcome.FAIL && !mayChange(finding, leg)) {
                notes.lasting(text(finding) + ". Built again, it would fail again. Fix: " + finding.fix());
            } else if (finding.outcome() == Outcome.FAIL) {
                notes.stale(cause(), text(finding), finding.learnt());
            } else {
                notes.unknown(cause(), text(finding));
            }
        });
    }

    /** Else the same platform would be built each night, and nothing would come of it. */
    private boolean mayChange(Finding finding, PublishedLeg leg) {
        boolean moves = leg.facts().emulated().value().orElse(false)
                && !runners.leg(leg.platform()).emulated();
        return Rules.mayChangeByRebuilding(finding.rule()) || Rules.isOfRunner(finding.rule()) && moves;
    }

    /** What is open and of no platform of the index, a sentence each: building one of them again changes nothing. */
    List<String> ofTheWhole(PublishedImage image) {
        return open.stream()
                .filter(finding -> image.index().images().stream()
                        .noneMatch(entry -> finding.platform().isPresent()
                                && entry.platform().equals(finding.platform())))
                .map(finding -> cause().word() + ": " + text(finding))
                .toList();
    }

    private static String text(Finding finding) {
        return finding.rule() + " " + finding.message();
    }
}

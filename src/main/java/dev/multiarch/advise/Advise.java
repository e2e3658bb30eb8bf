package dev.multiarch.advise;

import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.Position;
import dev.multiarch.dockerfile.advice.Analysis;
import dev.multiarch.dockerfile.advice.AssumedPlatforms;
import dev.multiarch.dockerfile.advice.Bases;
import dev.multiarch.dockerfile.advice.Check;
import dev.multiarch.dockerfile.advice.EditedFile;
import dev.multiarch.dockerfile.advice.Fault;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.DockerfileSubject;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Judgement;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.Verdict;
import dev.multiarch.process.ProgramException;
import dev.multiarch.step.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges Dockerfiles. */
public final class Advise {
    /**
     * What to do apart from that.
     *
     * @param checkBases whether registries are asked what base images are
     * @param dockerChecks whether Docker's own checks run
     * @param builder that they run on; the current one where none is named
     */
    public record Wishes(boolean checkBases, boolean dockerChecks, Optional<String> builder) {}

    private final Session tools;
    private final Wishes wishes;

    public Advise(Session tools, Wishes wishes) {
        this.tools = tools;
        this.wishes = wishes;
    }

    /** @param planned the platforms that they are built for */
    public Advised run(List<Dockerfile> files, List<Platform> planned, List<Policy> policies)
            throws ProgramException, IOException {
        Map<Dockerfile, List<Platform>> platforms = new LinkedHashMap<>();
        files.forEach(
                file -> platforms.put(file, AssumedPlatforms.of(file.source().file(), planned)));
        Bases bases = wishes.checkBases() ? ask(platforms) : Bases.NOT_ASKED;
        List<Analysis> analyses = new ArrayList<>();
        platforms.forEach((file, own) -> analyses.add(Analysis.of(file, own, bases)));
        Verdict verdict = Judgement.judge(policies, new DockerfileSubject(analyses, planned));
        List<DockerCheck> others = new ArrayList<>();
        if (wishes.dockerChecks()) {
            var checks = new DockerChecks(tools.programs(), tools.buildx(), wishes.builder(), tools.progress());
            for (Dockerfile file : files) {
                others.addAll(checks.run(file, verdict.findings()));
            }
        }
        return new Advised(
                verdict,
                analyses.stream()
                        .map(analysis -> edited(analysis, verdict, policies))
                        .toList(),
                others);
    }

    private Bases ask(Map<Dockerfile, List<Platform>> platforms) {
        Set<String> names = new LinkedHashSet<>();
        platforms.forEach((file, own) ->
                names.addAll(Analysis.of(file, own, Bases.NOT_ASKED).pinnedBases()));
        return new BaseLookup(tools).ask(List.copyOf(names));
    }

    /** Of what failed: what a waiver or a comment covers is left as it is. */
    private static EditedFile edited(Analysis analysis, Verdict verdict, List<Policy> policies) {
        Set<String> failed = new LinkedHashSet<>();
        verdict.findings().stream()
                .filter(finding -> finding.outcome() == Outcome.FAIL)
                .forEach(finding -> failed.add(key(finding)));
        List<Fault> faults = new ArrayList<>();
        if (analysis.isWhole()) {
            for (String rule : rules(policies)) {
                Check.of(rule.substring(rule.indexOf('.') + 1)).look(analysis).faults().stream()
                        .filter(fault -> failed.contains(key(rule, analysis, fault)))
                        .forEach(faults::add);
            }
        }
        return EditedFile.of(analysis.file(), faults);
    }

    private static Set<String> rules(List<Policy> policies) {
        Set<String> rules = new LinkedHashSet<>();
        policies.forEach(policy -> policy.asked().stream()
                .filter(asked -> asked.rule() instanceof Rule.OfDockerfile<?>)
                .forEach(asked -> rules.add(asked.rule().id())));
        return rules;
    }

    private static String key(Finding finding) {
        return finding.rule() + " " + finding.origin().map(Object::toString).orElse("");
    }

    private static String key(String rule, Analysis analysis, Fault fault) {
        Position spot = analysis.file().source().spot(fault.offset());
        return rule + " " + analysis.file().source().file() + ":" + spot;
    }
}

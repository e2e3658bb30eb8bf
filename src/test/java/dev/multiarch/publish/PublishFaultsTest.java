package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.embedded.Fault;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Refused;
import dev.multiarch.step.StepFailed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Each request of a merge, and of a promotion to two repositories, fails in turn. Afterwards every tag is the old image or
 * the new one that passed, what the message says about tags is true, and running again succeeds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishFaultsTest {
    private static final int FOR_GOOD = 40;
    private static final Map<String, List<Fault>> FAULTS = faults();
    private static final Pattern NOTHING_MOVED = Pattern.compile("(?i)no tag (was )?moved|nothing was (pushed|merged)");

    private SampleRegistry registry;
    private int runs;

    /** Those that a client repeats come once and for good, the others once. */
    private static Map<String, List<Fault>> faults() {
        Fault missing = Fault.error(404, "MANIFEST_UNKNOWN", "manifest unknown");
        Map<String, List<Fault>> faults = new LinkedHashMap<>();
        faults.put("500 for good", Collections.nCopies(FOR_GOOD, Fault.status(500)));
        faults.put("404 once", List.of(missing));
        faults.put("404 for good", Collections.nCopies(FOR_GOOD, missing));
        faults.put("403", List.of(Fault.error(403, "DENIED", "no")));
        faults.put("201 without effect", List.of(Fault.status(201)));
        faults.put("half a body", List.of(Fault.cut(20)));
        faults.put("wrong bytes", List.of(Fault.wrongBytes()));
        return faults;
    }

    /** @param other a repository that no earlier run used */
    private record Run(String other, List<Reference> tags, Digest old) {}

    private interface Scenario {
        void run(Registry client, Run run) throws Exception;
    }

    @BeforeAll
    void start() throws Exception {
        registry = new SampleRegistry();
    }

    @AfterAll
    void close() {
        registry.close();
    }

    @TestFactory
    Stream<DynamicTest> merge() throws Exception {
        Reference candidate = registry.candidate(SampleRegistry.NEW);
        return table(
                candidate,
                false,
                (client, run) -> registry.merge()
                        .run(
                                client,
                                registry.plan(SampleRegistry.NEW),
                                run.tags().subList(0, 1)));
    }

    @TestFactory
    Stream<DynamicTest> promoteToTwoRepositories() throws Exception {
        Reference candidate = registry.candidate(SampleRegistry.NEW);
        return table(
                candidate,
                true,
                (client, run) ->
                        MatrixMerge.promote(MatrixMerge.session(client), EngineChoice.NATIVE, candidate, run.tags()));
    }

    private Stream<DynamicTest> table(Reference candidate, boolean pushed, Scenario scenario) throws Exception {
        Run first = next(candidate, pushed);
        registry.lines();
        try (Registry client = Sample.client()) {
            scenario.run(client, first);
        }
        List<String> lines = registry.lines();
        assertThat(lines).hasSizeGreaterThan(8).anyMatch(line -> line.startsWith("PUT "));
        List<DynamicTest> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int earlier = Collections.frequency(lines.subList(0, i), line);
            FAULTS.forEach((name, fault) -> rows.add(DynamicTest.dynamicTest(
                    name + " at " + line.replaceAll("[0-9a-f]{57}", "…") + " after " + earlier + " of them",
                    () -> row(candidate, pushed, scenario, run -> {
                        List<Fault> faults = new ArrayList<>(Collections.nCopies(earlier, Fault.none()));
                        faults.addAll(fault);
                        registry.fail(line.replace(first.other(), run.other()), faults.toArray(Fault[]::new));
                    }))));
        }
        return rows.stream();
    }

    private interface Spoil {
        void in(Run run);
    }

    private void row(Reference candidate, boolean pushed, Scenario scenario, Spoil spoil) throws Exception {
        Run run = next(candidate, pushed);
        Optional<String> failure = Optional.empty();
        spoil.in(run);
        try (Registry client = Sample.client()) {
            scenario.run(client, run);
        } catch (RegistryException
                | StepFailed
                | Refused
                | CannotJudge
                | ProgramException
                | MatrixMerge.NotPassed expected) {
            failure = Optional.of(expected.getMessage());
        }
        registry.heal();
        Digest passed = candidate.digest().orElseThrow();
        for (Reference tag : run.tags()) {
            check(tag, failure, run.old(), passed);
        }
        try (Registry client = Sample.client()) {
            scenario.run(client, run);
        }
        assertThat(registry.tag(run.tags().get(0))).as("after another run").contains(passed);
    }

    private void check(Reference tag, Optional<String> failure, Digest old, Digest passed) throws RegistryException {
        Digest now = registry.tag(tag).orElseThrow();
        assertThat(now).as("%s after %s", tag, failure).isIn(old, passed);
        if (failure.isEmpty() || failure.get().contains("All tags point to it")) {
            assertThat(now).as("%s after %s", tag, failure).isEqualTo(passed);
        }
        if (failure.isPresent() && NOTHING_MOVED.matcher(failure.get()).find()) {
            assertThat(now).as(failure.get()).isEqualTo(old);
        }
        Matcher claim = Pattern.compile(Pattern.quote(tag.toString()) + " (?:now )?points to (it|sha256:[0-9a-f]{64})")
                .matcher(failure.orElse(""));
        while (claim.find()) {
            Digest claimed = claim.group(1).equals("it") ? passed : Digest.parse(claim.group(1));
            assertThat(now).as(failure.get()).isEqualTo(claimed);
        }
    }

    /** Both tags are old again. */
    private Run next(Reference candidate, boolean pushed) throws Exception {
        runs++;
        if (!pushed) {
            registry.delete(candidate);
        }
        String other = "other-" + (1000 + runs);
        List<Reference> tags = pushed
                ? List.of(registry.app().withTag("t"), registry.other(other).withTag("t"))
                : List.of(registry.app().withTag("t"));
        Digest old = null;
        for (Reference tag : tags) {
            old = registry.put(tag, SampleRegistry.OLD);
        }
        return new Run(other, tags, old);
    }
}

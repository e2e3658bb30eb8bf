package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Plan;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.registry.embedded.Fault;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Refused;
import dev.multiarch.step.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A merge takes the planned legs and no others, under the planned policies, and the tag stays where anything is wrong. */
class MergeTest {
    private static final String OTHER_IMAGE = "sha256:" + "0".repeat(64);

    private SampleRegistry registry;
    private Reference tag;
    private Digest old;
    private Policy policy;

    @BeforeEach
    void start() throws Exception {
        registry = new SampleRegistry();
        tag = registry.app().withTag("1");
        old = registry.put(tag, SampleRegistry.OLD);
        policy = SampleRegistry.policy("src/test/resources/publish/legs.yaml");
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Plan plan(Policy... policies) throws Exception {
        Plan plan = registry.plan(SampleRegistry.NEW);
        return new Plan(
                plan.image(),
                plan.id(),
                plan.legs(),
                plan.created(),
                plan.revision(),
                plan.source(),
                Verdict.Judged.of(List.of(policies)),
                plan.run(),
                plan.checkout());
    }

    private Merge.Merged merge(Plan plan, Policy policy, Digest... images) throws Exception {
        return merge(plan, policy, tag, images);
    }

    private Merge.Merged merge(Plan plan, Policy policy, Reference to, Digest... images) throws Exception {
        return new Merge(MatrixMerge.session(registry.client()))
                .run(registry.request(plan, policy, to, EngineChoice.NATIVE, images));
    }

    private void nothingWasWritten() throws RegistryException {
        assertThat(registry.lines()).noneMatch(line -> line.startsWith("PUT ") || line.startsWith("POST "));
        assertThat(registry.tag(tag)).contains(old);
    }

    @Test
    void thePlannedLegsBecomeTheTag() throws Exception {
        Merge.Merged merged = merge(plan(policy), policy, registry.legs());
        Digest candidate = merged.candidate().digest().orElseThrow();
        assertThat(merged.verdict().outcome()).isEqualTo(Outcome.PASS);
        assertThat(merged.promotion().moved()).containsExactly(new Promote.Moved(tag, Optional.of(old), candidate, ""));
        assertThat(registry.tag(tag)).contains(candidate);
    }

    @Test
    void thePlansPoliciesCannotBeSwapped() throws Exception {
        Policy weaker = SampleRegistry.policy("baseline");
        registry.lines();
        assertThatThrownBy(() -> merge(plan(policy), weaker, registry.legs()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(
                        "policy legs (" + policy.digest()
                                + "): the plan was made with this policy, the merge was not. Fix: give the same --policy, unchanged");
        nothingWasWritten();
    }

    @Test
    void aLegOfAnotherPlatformIsRefused() throws Exception {
        Digest amd64 = new LegImage(SampleRegistry.PLATFORMS.get(0), "another").push(registry.client(), registry.app());
        registry.lines();
        assertThatThrownBy(() -> merge(plan(), policy, registry.legs()[0], amd64))
                .isInstanceOf(Refused.class)
                .hasMessageContainingAll(
                        "linux/arm64: leg " + amd64, "its config says linux/amd64, expected linux/arm64");
        nothingWasWritten();
    }

    @Test
    void aLegThatIsNotThereIsSaid() throws Exception {
        registry.lines();
        assertThatThrownBy(() -> merge(plan(), policy, registry.legs()[0], Digest.parse(OTHER_IMAGE)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContainingAll(OTHER_IMAGE, "404");
        nothingWasWritten();
    }

    @Test
    void aVerdictThatFailsMovesNoTag() throws Exception {
        Merge.Merged merged =
                merge(plan(), SampleRegistry.policy("src/test/resources/publish/s390x.yaml"), registry.legs());
        assertThat(merged.verdict().outcome()).isEqualTo(Outcome.FAIL);
        assertThat(merged.promotion().moved()).isEmpty();
        assertThat(registry.tag(tag)).contains(old);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            nullValues = "-",
            value = {
                "the registry's word, sha256:0000000000000000000000000000000000000000000000000000000000000000, the registry has sha256:000",
                "its bytes, -, the bytes are sha256:",
            })
    void aCandidateThatIsReadBackWithOtherBytesMovesNoTag(String name, String digest, String why) throws Exception {
        Reference candidate = registry.candidate(SampleRegistry.NEW);
        registry.delete(candidate);
        registry.lines();
        String path = "/v2/app/manifests/" + candidate.selector();
        Fault head = digest == null ? Fault.status(405) : Fault.cut(0).with("Docker-Content-Digest", digest);
        registry.failAlways("HEAD " + path, head);
        registry.failAlways("GET " + path, Fault.wrongBytes());
        assertThatThrownBy(() -> merge(plan(), policy, registry.legs()))
                .isInstanceOfAny(StepFailed.class, RegistryException.class)
                .hasMessageContainingAll(candidate.toString(), why);
        registry.heal();
        assertThat(registry.lines().stream().filter(line -> !line.startsWith("GET ") && !line.endsWith("/1")))
                .as("it is judged only after that")
                .endsWith("PUT " + path, "HEAD " + path);
        assertThat(registry.tag(tag)).contains(old);
    }

    @Test
    void eachDocumentIsReadOnce() throws Exception {
        Digest[] legs = registry.legs();
        List<String> expected = new ArrayList<>();
        for (Digest leg : legs) {
            byte[] manifest =
                    registry.client().manifest(registry.app().with(leg)).bytes();
            expected.add("GET /v2/app/manifests/" + leg);
            expected.add("GET /v2/app/blobs/"
                    + Manifest.parse(manifest, "leg").config().digest());
        }
        Digest layer = Digest.of(new byte[1024]);
        registry.lines();
        Digest candidate = merge(plan(), policy, legs).candidate().digest().orElseThrow();
        List<String> lines = new ArrayList<>(registry.lines());
        lines.removeIf("HEAD /v2/app/manifests/1"::equals); // ahead of time, at any moment, and at the end
        assertThat(lines.subList(0, expected.size()))
                .as("legs are read at once")
                .containsExactlyInAnyOrderElementsOf(expected);
        lines = lines.subList(expected.size(), lines.size());
        expected.clear();
        expected.add("PUT /v2/app/manifests/" + candidate);
        expected.add("HEAD /v2/app/manifests/" + candidate);
        expected.add("HEAD /v2/app/blobs/" + layer);
        expected.add("GET /v2/app/manifests/1");
        expected.add("PUT /v2/app/manifests/1");
        assertThat(lines).containsExactlyElementsOf(expected);
    }

    @Test
    void aTagThatIsSwappedAfterTheVerdictStaysWithTheNewerImage() throws Exception {
        List<Digest> newer = new ArrayList<>();
        registry.before("GET /v2/app/manifests/1", () -> newer.add(registry.put(tag, "2026-01-03T00:00:00Z")));
        Merge.Merged merged = merge(plan(), policy, registry.legs());
        assertThat(merged.verdict().outcome()).isEqualTo(Outcome.PASS);
        assertThat(merged.promotion().tags()).containsExactly(new TagState(tag, Optional.of(newer.get(0)), ""));
        assertThat(merged.promotion().failure().orElseThrow())
                .isInstanceOf(Refused.class)
                .hasMessageContainingAll(tag + " points to " + "sha256:", "Tags move only forwards: no tag was moved");
        assertThat(registry.tag(tag)).contains(newer.get(0));
    }

    @Test
    void aTagThatVanishesAfterTheVerdictIsNew() throws Exception {
        registry.before("GET /v2/app/manifests/1", () -> registry.delete(tag));
        Merge.Merged merged = merge(plan(), policy, registry.legs());
        Digest candidate = merged.candidate().digest().orElseThrow();
        assertThat(merged.promotion().moved()).containsExactly(new Promote.Moved(tag, Optional.empty(), candidate, ""));
        assertThat(registry.tag(tag)).contains(candidate);
    }

    /** Though the look ahead of time found none. */
    @Test
    void aNewTagThatAnotherCallMakesMeanwhileStays() throws Exception {
        Reference made = registry.app().withTag("new");
        List<Digest> newer = new ArrayList<>();
        registry.before("GET /v2/app/manifests/new", () -> newer.add(registry.put(made, "2026-01-03T00:00:00Z")));
        Merge.Merged merged = merge(plan(), policy, made, registry.legs());
        assertThat(merged.promotion().failure().orElseThrow()).isInstanceOf(Refused.class);
        assertThat(registry.tag(made)).contains(newer.get(0));
    }

    @Test
    void aTagThatSeemsGoneForAMomentDoesNotGoBack() throws Exception {
        Digest newer = registry.put(tag, "2026-01-03T00:00:00Z");
        registry.fail("GET /v2/app/manifests/1", Fault.status(404));
        Merge.Merged merged = merge(plan(), policy, registry.legs());
        assertThat(merged.promotion().failure().orElseThrow()).isInstanceOf(Refused.class);
        assertThat(registry.tag(tag)).contains(newer);
    }
}

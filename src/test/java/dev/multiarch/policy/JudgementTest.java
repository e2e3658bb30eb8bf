package dev.multiarch.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Policy.Asked;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.policy.cases.CaseFile;
import dev.multiarch.policy.read.OptionPolicies;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.policy.yaml.Place;
import dev.multiarch.policy.yaml.RegexBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {
    private static final Digest DIGEST = Digest.of(new byte[0]);
    private static final Path CASES = Path.of("src/test/resources/cases");

    /** A rule that falls over on the platform it is set to. */
    private record Stumbling() implements Rule.OfImage<String> {
        @Override
        public String id() {
            return "test.stumbling";
        }

        @Override
        public Setting<String> setting() {
            throw new IllegalStateException("never read from a file");
        }

        @Override
        public Shape shape() {
            return Shape.FLAG;
        }

        @Override
        public RuleResult judge(String on, Image image) {
            if (image.descriptor().platformText().equals(on)) {
                throw new IllegalStateException("stumbled");
            }
            return RuleResult.pass("", "", "fine");
        }
    }

    /** A rule that never ends by itself. */
    private record Endless() implements Rule.OfImage<String> {
        @Override
        public String id() {
            return "test.endless";
        }

        @Override
        public Setting<String> setting() {
            throw new IllegalStateException("never read from a file");
        }

        @Override
        public Shape shape() {
            return Shape.FLAG;
        }

        @Override
        public RuleResult judge(String ignored, Image image) {
            return judge(ignored, image);
        }
    }

    /** A rule that has nothing but an unknown or a failure to say. */
    private record Fixed() implements Rule.OfImage<Outcome> {
        @Override
        public String id() {
            return "test.fixed";
        }

        @Override
        public Setting<Outcome> setting() {
            throw new IllegalStateException("never read from a file");
        }

        @Override
        public Shape shape() {
            return Shape.FLAG;
        }

        @Override
        public RuleResult judge(Outcome outcome, Image image) {
            return outcome == Outcome.FAIL
                    ? RuleResult.fail("1", "2", "found 2, expected 1", "make it 1")
                    : RuleResult.unknown("1", "nobody knows", "");
        }
    }

    @Test
    void aRulesOwnFaultIsOneUnknownFindingAndTheOthersStillRun() throws Exception {
        Subject subject = subject("image.config-match/pass-agrees.yaml");
        Policy policy = policy(
                asked(new Stumbling(), "linux/amd64", Severity.ERROR, OnUnknown.FAIL),
                asked(new Fixed(), Outcome.FAIL, Severity.INFO, OnUnknown.FAIL));
        Verdict verdict = Judgement.judge(List.of(policy), subject);
        assertThat(verdict.findings())
                .extracting(
                        Finding::rule, Finding::outcome, f -> f.platform().map(Platform::toString), Finding::message)
                .containsExactly(
                        Tuple.tuple(
                                "test.stumbling",
                                Outcome.UNKNOWN,
                                Optional.of("linux/amd64"),
                                "the rule itself failed: java.lang.IllegalStateException: stumbled"),
                        Tuple.tuple("test.stumbling", Outcome.PASS, Optional.of("linux/arm64"), "fine"),
                        Tuple.tuple("test.fixed", Outcome.FAIL, Optional.of("linux/amd64"), "found 2, expected 1"),
                        Tuple.tuple("test.fixed", Outcome.FAIL, Optional.of("linux/arm64"), "found 2, expected 1"));
        assertThat(verdict.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void soIsAStackThatOverflows() throws Exception {
        Policy policy = policy(asked(new Endless(), "", Severity.ERROR, OnUnknown.FAIL));
        Verdict verdict = Judgement.judge(List.of(policy), subject("image.config-match/pass-agrees.yaml"));
        assertThat(verdict.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(verdict.findings().get(0).message())
                .isEqualTo("the rule itself failed: java.lang.StackOverflowError");
    }

    @ParameterizedTest(name = "{0}, severity {1}, on-unknown {2}: {3}, {4}")
    @CsvSource({
        "FAIL, ERROR, FAIL, ERROR, FAIL",
        "FAIL, ERROR, PASS, ERROR, FAIL",
        "FAIL, WARNING, FAIL, WARNING, PASS",
        "FAIL, INFO, FAIL, INFO, PASS",
        "UNKNOWN, ERROR, FAIL, ERROR, UNKNOWN",
        "UNKNOWN, ERROR, WARN, WARNING, PASS",
        "UNKNOWN, ERROR, PASS, INFO, PASS",
        "UNKNOWN, WARNING, FAIL, WARNING, PASS",
        "UNKNOWN, INFO, WARN, INFO, PASS",
        "UNKNOWN, WARNING, PASS, INFO, PASS",
    })
    void weighs(Outcome said, Severity severity, OnUnknown onUnknown, Severity weight, Outcome verdict)
            throws Exception {
        Subject subject = subject("image.config-match/pass-agrees.yaml");
        Verdict judged = Judgement.judge(List.of(policy(asked(new Fixed(), said, severity, onUnknown))), subject);
        assertThat(judged.findings()).extracting(Finding::severity).containsOnly(weight);
        assertThat(judged.findings()).extracting(Finding::outcome).containsOnly(said);
        assertThat(judged.outcome()).isEqualTo(verdict);
    }

    @Test
    void aFailureWinsOverAnUnknown() throws Exception {
        Subject subject = subject("image.config-match/pass-agrees.yaml");
        Policy both = policy(
                asked(new Fixed(), Outcome.UNKNOWN, Severity.ERROR, OnUnknown.FAIL),
                asked(new Fixed(), Outcome.FAIL, Severity.ERROR, OnUnknown.FAIL));
        assertThat(Judgement.judge(List.of(both), subject).outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void severalPoliciesEachAnswerWithTheirOwnSource() throws Exception {
        Policy baseline = PolicyReader.read("baseline", Path.of(""));
        Policy required =
                OptionPolicies.requiring(List.of(Platform.parse("linux/amd64"), Platform.parse("linux/riscv64")));
        Subject subject = subject("image.config-match/pass-agrees.yaml");
        Verdict verdict = Judgement.judge(List.of(baseline, required), subject);
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(verdict.policies())
                .containsExactly(
                        new Verdict.Judged("baseline", baseline.digest()),
                        new Verdict.Judged("--require", required.digest()));
        assertThat(verdict.findings())
                .filteredOn(f -> f.outcome() == Outcome.FAIL)
                .extracting(Finding::rule, f -> f.source().toString())
                .containsExactly(Tuple.tuple("image.platforms.required", "--require"));
        assertThat(verdict.digest()).contains(subject.digest());
    }

    @Test
    void asksForNoMoreThanTheRulesNeed() throws Exception {
        Policy require = OptionPolicies.requiring(List.of(Platform.parse("linux/amd64")));
        Policy baseline = PolicyReader.read("baseline", Path.of(""));
        Policy host = PolicyReader.read("host", Path.of(""));
        assertThat(Judgement.needs(List.of(require))).containsExactly(Need.MANIFESTS);
        assertThat(Judgement.needs(List.of(host))).containsExactly(Need.BUILD_FACTS);
        assertThat(Judgement.needs(List.of(baseline)))
                .containsExactlyInAnyOrder(Need.MANIFESTS, Need.CONFIGS, Need.BLOBS, Need.LAYERS);
        assertThat(Judgement.reads(List.of(require, baseline))).isEqualTo(200 << 20);
    }

    @Test
    void nobodyJudgesByNothing() throws Exception {
        Subject subject = subject("image.config-match/pass-agrees.yaml");
        assertThatThrownBy(() -> Judgement.judge(List.of(), subject)).hasMessage("no policy to judge by");
        assertThatThrownBy(() -> policy()).hasMessage("policy test enables no rule, so it would pass any image");
    }

    private static Subject subject(String name) throws Exception {
        byte[] bytes = Files.readAllBytes(CASES.resolve(name));
        return CaseFile.read(
                        name,
                        bytes,
                        Optional.of("image.config-match"),
                        Optional.empty(),
                        (policy, now) -> null,
                        new RegexBudget())
                .subject();
    }

    private static Policy policy(Asked<?>... asked) {
        return new Policy("test", DIGEST, Arrays.asList(asked));
    }

    private static <S> Asked<S> asked(Rule<S> rule, S setting, Severity severity, OnUnknown onUnknown) {
        return new Asked<>(rule, setting, severity, onUnknown, new Place("test", 1, 1));
    }
}

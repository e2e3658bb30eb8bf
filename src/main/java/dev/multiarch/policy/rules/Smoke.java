package dev.multiarch.policy.rules;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.record.SmokeResult;
import dev.multiarch.record.SmokeRun;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

final class Smoke implements Rule.OfImage<List<SmokeTest>> {
    static final String RUN = "run it: multiarch verify-index --run";

    private static final String EXPECTED = "the same on all platforms";
    private static final String NAMED = "merge images, each for one platform that its entry names";
    private static final String AGREE =
            "build all platforms from one revision, or leave out same-output if the difference is intended";

    @Override
    public String id() {
        return "image.smoke";
    }

    @Override
    public Setting<List<SmokeTest>> setting() {
        return SmokeTests::read;
    }

    @Override
    public Shape shape() {
        return SmokeTests.shape();
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.MANIFESTS, Need.CONFIGS, Need.RUNS);
    }

    @Override
    public List<SmokeCommand> runs(List<SmokeTest> tests) {
        return tests.stream().map(SmokeTest::command).toList();
    }

    @Override
    public RuleResult judge(List<SmokeTest> tests, Image image) {
        Optional<String> untold = Platforms.opaque(image).or(() -> Platforms.nameless(image.descriptor()));
        if (untold.isPresent()) {
            return RuleResult.unknown(expected(tests), untold.get(), NAMED);
        }
        Platform platform = image.descriptor().platform().orElseThrow();
        if (platform.os().equals("windows")) {
            return RuleResult.skipped("programs for windows can't be run on a builder");
        }
        Fact<SmokeRun> smoke = image.build().smoke();
        return RuleResult.from(
                smoke.isKnown() || smoke.isRefused() ? smoke : Fact.unknown(SmokeFix.cause(smoke.reason())),
                "what its programs do",
                expected(tests),
                SmokeFix.of(smoke.reason()),
                run -> joined(tests, run));
    }

    private static String expected(List<SmokeTest> tests) {
        return tests.stream().map(SmokeTest::expected).collect(Collectors.joining("; "));
    }

    /** The worst of them, each of those with its message: a failure is one whatever else is unknown. */
    private static RuleResult joined(List<SmokeTest> tests, SmokeRun run) {
        List<RuleResult> answers = tests.stream().map(test -> test.judge(run)).toList();
        Outcome worst = Stream.of(Outcome.FAIL, Outcome.UNKNOWN)
                .filter(outcome -> answers.stream().anyMatch(answer -> answer.outcome() == outcome))
                .findFirst()
                .orElse(Outcome.PASS);
        List<RuleResult> those =
                answers.stream().filter(answer -> answer.outcome() == worst).toList();
        if (those.size() == 1) {
            return those.get(0);
        }
        String expected = joined(those.stream().map(RuleResult::expected));
        String message = joined(those.stream().map(RuleResult::message));
        String actual = joined(those.stream().map(RuleResult::actual));
        String fix = those.get(0).fix();
        return switch (worst) {
            case FAIL -> RuleResult.fail(expected, actual, message, fix);
            case UNKNOWN -> RuleResult.unknown(expected, message, fix);
            default -> RuleResult.pass(expected, actual, message);
        };
    }

    private static String joined(Stream<String> parts) {
        return parts.collect(Collectors.joining("; "));
    }

    @Override
    public List<String> together() {
        return List.of(SmokeTests.SAME);
    }

    /** Each platform against the first that ran; those that did not are {@code unknown} on their own. */
    @Override
    public List<RuleResult> compare(List<SmokeTest> tests, List<Image> images) {
        return tests.stream()
                .filter(SmokeTest::same)
                .flatMap(test -> compare(test, images).stream())
                .toList();
    }

    /** What one platform printed. */
    private record Printed(Image image, SmokeResult result) {
        String platform() {
            return image.descriptor().platform().map(Platform::toString).orElse("");
        }

        RuleResult on(RuleResult answer) {
            RuleResult learnt = answer.learnt(image.build().smoke());
            return image.descriptor().platform().map(learnt::on).orElse(learnt);
        }
    }

    private static List<RuleResult> compare(SmokeTest test, List<Image> images) {
        List<Printed> all = images.stream()
                .flatMap(image -> image.build().smoke().value().flatMap(run -> run.of(test.command())).stream()
                        .filter(result -> result.end() == SmokeResult.End.EXITED)
                        .map(result -> new Printed(image, result)))
                .toList();
        if (all.size() < 2) {
            return List.of();
        }
        List<RuleResult> differ = new ArrayList<>();
        Printed first = all.get(0);
        for (Printed other : all.subList(1, all.size())) {
            answer(test, first, other).map(other::on).ifPresent(differ::add);
        }
        String message =
                test.command() + " printed the same on " + all.size() + " platforms: " + SmokeTest.shown(first.result);
        return differ.isEmpty() ? List.of(RuleResult.pass(EXPECTED, "the same", message)) : differ;
    }

    private static Optional<RuleResult> answer(SmokeTest test, Printed first, Printed other) {
        String mine = SmokeTest.shown(other.result);
        String theirs = SmokeTest.shown(first.result);
        if (!other.result.digest().equals(first.result.digest())) {
            return Optional.of(RuleResult.fail(
                    theirs,
                    mine,
                    test.command() + " printed " + mine + ", expected " + theirs + " as on " + first.platform(),
                    AGREE));
        }
        return other.result.more()
                ? Optional.of(RuleResult.unknown(
                        EXPECTED,
                        test.command() + " printed more than " + (SmokeResult.MOST_BYTES >> 10)
                                + " KiB, of which the beginning is the same as on " + first.platform(),
                        "compare a command that prints less"))
                : Optional.empty();
    }
}

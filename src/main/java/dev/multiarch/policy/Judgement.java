package dev.multiarch.policy;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Policy.Asked;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.signature.WantedSignature;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Holds a subject against policies. Says {@code unknown} rather than nothing, and never passes what was not seen. */
public final class Judgement {
    private static final String ELSEWHERE = "the policy has no rule for any platform of this index";
    private static final String SET_MORE = "set rules at the root of the policy, for all platforms";
    private static final String NO_HOST = "an index does not show this; multiarch doctor judges it on a host";
    private static final String NO_DOCKERFILE = "an index does not show this; multiarch advise judges Dockerfiles";
    /** Where nobody wrote facts into the index, as after {@code merge --from} or {@code --facts none}. */
    public static final String NEEDS_RECORDS =
            "name the store of its build records by --records; the index itself has no facts of this build";

    private static final String NAME_ONE = "name an image";
    private static final String BUILD_ONE = "build at least one platform and merge it";

    private Judgement() {}

    /** What has to be gathered before {@link #judge}. */
    public static Set<Need> needs(List<Policy> policies) {
        Set<Need> needs = EnumSet.noneOf(Need.class);
        policies.forEach(policy ->
                policy.asked().forEach(asked -> needs.addAll(asked.rule().needs())));
        return needs;
    }

    /** Up to which size, in compressed bytes, an image's layers have to be read. */
    public static long reads(List<Policy> policies) {
        return policies.stream()
                .flatMap(policy -> policy.asked().stream())
                .mapToLong(Judgement::reads)
                .max()
                .orElse(0);
    }

    /** How many earlier builds of each platform have to be known. */
    public static int looksBack(List<Policy> policies) {
        return policies.stream()
                .flatMap(policy -> policy.asked().stream())
                .mapToInt(Judgement::looksBack)
                .max()
                .orElse(0);
    }

    private static <S> int looksBack(Asked<S> asked) {
        return asked.rule().looksBack(asked.setting());
    }

    private static <S> long reads(Asked<S> asked) {
        return asked.rule().reads(asked.setting());
    }

    /** What has to be run in the image of a platform; the same command of several policies once. */
    public static List<SmokeCommand> runs(List<Policy> policies, Optional<Platform> platform) {
        return policies.stream()
                .flatMap(policy -> policy.asked().stream())
                .filter(asked -> asked.scope().includes(platform))
                .flatMap(asked -> runs(asked).stream())
                .distinct()
                .toList();
    }

    private static <S> List<SmokeCommand> runs(Asked<S> asked) {
        return asked.rule().runs(asked.setting());
    }

    /** The signatures that policies ask for, each once. */
    public static List<WantedSignature> signatures(List<Policy> policies) {
        return policies.stream()
                .flatMap(policy -> policy.asked().stream())
                .flatMap(asked -> signature(asked).stream())
                .distinct()
                .toList();
    }

    private static <S> Optional<WantedSignature> signature(Asked<S> asked) {
        return asked.rule().signature(asked.setting());
    }

    /** Every rule of every policy, in their order. */
    public static Verdict judge(List<Policy> policies, Subject subject) {
        if (policies.isEmpty()) {
            throw new IllegalArgumentException("no policy to judge by");
        }
        return verdict(subject.judged(), policies, policy -> findings(policy, subject));
    }

    /** What policies say of a host: their rules on hosts, and on emulated legs for each platform that is wanted. */
    public static Verdict judge(List<Policy> policies, HostSubject host) {
        var subject = new Verdict.OfHost(host.survey().name());
        return verdict(subject, policies, policy -> HostRules.findings(policy, host));
    }

    /** What policies say of Dockerfiles. */
    public static Verdict judge(List<Policy> policies, DockerfileSubject files) {
        return verdict(files.judged(), policies, policy -> DockerfileRules.findings(policy, files));
    }

    private static Verdict verdict(
            Verdict.Target subject, List<Policy> policies, Function<Policy, List<Finding>> judge) {
        List<List<Finding>> each = policies.stream().map(judge).toList();
        return new Verdict(subject, Verdict.Judged.of(policies), FindingMerge.once(policies, each));
    }

    private static List<Finding> findings(Policy policy, Subject subject) {
        List<Finding> found = policy.asked().stream()
                .flatMap(asked -> findings(asked, subject))
                .toList();
        if (found.isEmpty()) {
            RuleResult nothing = RuleResult.unknown("", ELSEWHERE, SET_MORE);
            found = policy.asked().stream()
                    .map(asked -> finding(asked, nothing, asked.scope().only(), Optional.of(subject.digest())))
                    .toList();
        }
        return Waivers.over(found, policy.waivers(), Optional.of(subject.digest()));
    }

    private static <S> Stream<Finding> findings(Asked<S> asked, Subject subject) {
        Rule<S> rule = asked.rule();
        if (rule instanceof Rule.OfIndex<S> index
                && (index.judgesEmptyIndex() || !subject.images().isEmpty())) {
            return guarded(() -> refused(subject).orElseGet(() -> index.judge(asked.setting(), subject))).stream()
                    .map(answer -> finding(asked, answer, Optional.empty(), Optional.of(subject.digest())));
        }
        if (rule instanceof Rule.OfHost<S> || rule instanceof Rule.OfDockerfile<S>) {
            String why = rule instanceof Rule.OfHost<S> ? NO_HOST : NO_DOCKERFILE;
            return Stream.of(finding(asked, RuleResult.skipped(why), Optional.empty(), Optional.of(subject.digest())));
        }
        if (subject.images().isEmpty()) {
            String why = subject.withoutImages() + ", so there is nothing to judge";
            RuleResult nothing = RuleResult.unknown("", why, subject.isIndex() ? BUILD_ONE : NAME_ONE);
            return Stream.of(finding(asked, nothing, Optional.empty(), Optional.of(subject.digest())));
        }
        Stream<Finding> each = subject.images().stream()
                .filter(image -> asked.scope().includes(image.descriptor().platform()))
                .map(image -> {
                    RuleResult answer = guarded(() -> List.of(answer(asked, image, subject.isIndex())))
                            .get(0);
                    return finding(
                            asked,
                            answer,
                            image.descriptor().platform(),
                            Optional.of(image.descriptor().digest()));
                });
        return Stream.concat(each, together(asked, subject));
    }

    /** What clients read in different ways is neither a single image nor an index that a rule could judge. */
    private static Optional<List<RuleResult>> refused(Subject subject) {
        return subject.images().stream()
                .filter(image -> !subject.isIndex() && image.manifest().isRefused())
                .map(image -> List.of(RuleResult.without(image.manifest(), "its manifest", "", "")))
                .findFirst();
    }

    private static <S> Stream<Finding> together(Asked<S> asked, Subject subject) {
        return asked.rule() instanceof Rule.OfImage<S> rule
                        && asked.scope().only().isEmpty()
                ? guarded(() -> rule.compare(asked.setting(), subject.images())).stream()
                        .map(answer -> finding(asked, answer, Optional.empty(), Optional.of(subject.digest())))
                : Stream.empty();
    }

    private static <S> RuleResult answer(Asked<S> asked, Image image, boolean inIndex) {
        if (asked.rule() instanceof Rule.OfImage<S> rule) {
            if (image.manifest().isRefused()) {
                return RuleResult.without(image.manifest(), "its manifest", "", "");
            }
            if (image.config().isRefused() && rule.needs().contains(Need.CONFIGS)) {
                return RuleResult.without(image.config(), "its config", "", "");
            }
            return inIndex ? rule.judge(asked.setting(), image) : rule.judgeAlone(asked.setting(), image);
        }
        if (asked.rule() instanceof Rule.OfLeg<S> rule) {
            return rule.judge(asked.setting(), image.build());
        }
        return ofLeg(asked, image.build(), "whether it was built under emulation", NEEDS_RECORDS);
    }

    /**
     * @param what is unknown where it is not known whether the leg is emulated
     * @param learn how to let that be known
     */
    static <S> RuleResult ofLeg(Asked<S> asked, BuildFacts build, String what, String learn) {
        var rule = (Rule.OfEmulatedLeg<S>) asked.rule();
        Fact<Boolean> emulated = build.emulated();
        if (emulated.value().orElse(false)) {
            return rule.judge(asked.setting(), build);
        }
        return RuleResult.from(emulated, what, "", learn, no -> {
            return RuleResult.skipped("native leg");
        });
    }

    /** A rule's own fault is a finding too; the other rules still run. */
    static List<RuleResult> guarded(Supplier<List<RuleResult>> rule) {
        try {
            return rule.get();
        } catch (RuntimeException | StackOverflowError fault) {
            return List.of(RuleResult.unknown(
                    "", "the rule itself failed: " + fault, "report this bug, with the name of the image"));
        }
    }

    private static String pending(Asked<?> asked, RuleResult answer) {
        boolean matters = answer.outcome() == Outcome.FAIL || answer.outcome() == Outcome.UNKNOWN;
        return matters
                ? asked.pending()
                        .map(day -> " (a warning until " + day.text() + ", an error from then on)")
                        .orElse("")
                : "";
    }

    static Finding finding(Asked<?> asked, RuleResult answer, Optional<Platform> platform, Optional<Digest> digest) {
        Severity severity =
                answer.outcome() == Outcome.UNKNOWN ? asked.onUnknown().weighing(asked.severity()) : asked.severity();
        Optional<Platform> named = answer.platform().or(() -> platform);
        return new Finding(
                asked.rule().id(),
                severity,
                answer.outcome(),
                named,
                answer.expected(),
                answer.actual(),
                answer.message() + pending(asked, answer),
                answer.fix().replace("{platform}", named.map(Platform::toString).orElse("PLATFORM")),
                asked.source(),
                answer.learnt(),
                digest,
                Optional.empty(),
                answer.origin(),
                answer.claim(),
                List.of());
    }
}

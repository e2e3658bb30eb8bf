package dev.multiarch.policy;

import dev.multiarch.dockerfile.advice.Analysis;
import dev.multiarch.host.HostSurvey;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.signature.WantedSignature;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that a policy can ask for. A rule sees as much as it says by which of the six it is; the engine walks the
 * subject, answers {@code unknown} instead of it where there is nothing to see, and makes findings of its answers.
 *
 * @param <S> its setting, as read from the policy
 */
public sealed interface Rule<S> {
    /** Also the setting's path in a policy, the page's name and the folder of its cases. */
    String id();

    Setting<S> setting();

    /** What {@link #setting} takes, for editors. */
    Shape shape();

    default Set<Need> needs() {
        return Set.of();
    }

    /** Up to which size, in compressed bytes, an image's layers are read for it. */
    default long reads(S setting) {
        return 0;
    }

    /** What has to be run in an image for it. */
    default List<SmokeCommand> runs(S setting) {
        return List.of();
    }

    /** How long an emulated step may take for it. */
    default Optional<Duration> stepLimit(S setting) {
        return Optional.empty();
    }

    /** The signature that it asks for. */
    default Optional<WantedSignature> signature(S setting) {
        return Optional.empty();
    }

    /** The keys of its setting that may name a file, whose text is then read in place of the name. */
    default List<String> files() {
        return List.of();
    }

    /**
     * Whether another answer may come of it if the same commit is built again where it was built. The facts of a runner, times and
     * the choice of platforms are as before.
     */
    default boolean mayChangeByRebuilding() {
        return this instanceof OfImage;
    }

    /** How many earlier builds of each platform it compares with. */
    default int looksBack(S setting) {
        return 0;
    }

    /** Judges the index as a whole. */
    non-sealed interface OfIndex<S> extends Rule<S> {
        List<RuleResult> judge(S setting, Subject subject);

        /** Whether an index without any image can be judged; otherwise it is {@code unknown}, as nothing was seen. */
        default boolean judgesEmptyIndex() {
            return false;
        }
    }

    /** Judges each image, on its own. */
    non-sealed interface OfImage<S> extends Rule<S> {
        RuleResult judge(S setting, Image image);

        /** Judges a single image, which no index names. */
        default RuleResult judgeAlone(S setting, Image image) {
            return judge(setting, image);
        }

        /** What there is to say of the images compared with each other, after each on its own. */
        default List<RuleResult> compare(S setting, List<Image> images) {
            return List.of();
        }

        /** The keys of its setting that {@link #compare} uses, and that so have no meaning for one platform. */
        default List<String> together() {
            return List.of();
        }
    }

    /** Judges how and where each emulated leg was built; for native legs it is skipped. */
    non-sealed interface OfEmulatedLeg<S> extends Rule<S> {
        RuleResult judge(S setting, BuildFacts facts);

        @Override
        default Set<Need> needs() {
            return Set.of(Need.BUILD_FACTS);
        }
    }

    /** Judges how each leg was built, emulated or not. */
    non-sealed interface OfLeg<S> extends Rule<S> {
        RuleResult judge(S setting, BuildFacts facts);

        @Override
        default Set<Need> needs() {
            return Set.of(Need.BUILD_FACTS);
        }
    }

    /** Judges a host as a whole. An index shows nothing about that, so it is skipped where one is judged. */
    non-sealed interface OfHost<S> extends Rule<S> {
        RuleResult judge(S setting, HostSurvey host);
    }

    /** Judges a Dockerfile, for the platforms that are planned. An index shows nothing about that, nor does a host. */
    non-sealed interface OfDockerfile<S> extends Rule<S> {
        List<RuleResult> judge(S setting, Analysis file);
    }
}

package dev.multiarch.policy.rules;

import dev.multiarch.image.ImageSettings;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

final class Consistency implements Rule.OfIndex<SameSettings> {
    private static final int MOST = 10;
    private static final String FIX =
            "build all platforms from one Dockerfile and one revision, or allow the difference"
                    + " by except in the policy";
    private static final String AGAIN = Texts.LOST;
    private static final String ONE = "one platform: there is nothing to compare";

    @Override
    public String id() {
        return "image.consistency";
    }

    @Override
    public Setting<SameSettings> setting() {
        return SameSettings::read;
    }

    @Override
    public Shape shape() {
        return SameSettings.shape();
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.MANIFESTS, Need.CONFIGS);
    }

    /** Each platform is held against the first of its operating system: Windows' paths and shells are others by nature. */
    @Override
    public List<RuleResult> judge(SameSettings same, Subject subject) {
        Map<String, Map<String, String>> firsts = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        List<RuleResult> answers = new ArrayList<>();
        int compared = 0;
        for (Image image : subject.images()) {
            Optional<Map<String, String>> settings = settings(same, image, answers);
            if (settings.isEmpty()) {
                continue;
            }
            String os =
                    image.descriptor().platform().map(platform -> platform.os()).orElse("");
            Map<String, String> first = firsts.putIfAbsent(os, settings.get());
            if (first == null) {
                names.put(os, Platforms.spelt(image.descriptor()));
            } else {
                compared++;
                difference(first, settings.get(), names.get(os)).ifPresent(answer -> answers.add(on(image, answer)));
            }
        }
        if (answers.isEmpty()) {
            String all = String.join(", ", same.names());
            answers.add(
                    compared == 0
                            ? RuleResult.skipped(ONE)
                            : RuleResult.pass(
                                    "the same on all platforms", "the same", all + " are the same on all platforms"));
        }
        return answers;
    }

    private static Optional<Map<String, String>> settings(SameSettings same, Image image, List<RuleResult> answers) {
        String expected = "the same on all platforms";
        if (!image.config().isKnown()) {
            answers.add(on(image, RuleResult.without(image.config(), "its config", expected, AGAIN)));
            return Optional.empty();
        }
        try {
            ImageSettings settings = image.config().value().get().settings();
            return Optional.of(same.of(settings));
        } catch (FormatException malformed) {
            answers.add(on(image, RuleResult.unknown(expected, malformed.getMessage(), AGAIN)));
            return Optional.empty();
        }
    }

    private static RuleResult on(Image image, RuleResult answer) {
        RuleResult learnt = image.config().isKnown() ? answer.learnt(image.config()) : answer;
        return image.descriptor().platform().map(learnt::on).orElse(learnt);
    }

    /** The settings that are not the same: both values of each, up to {@link #MOST}, as an image may have any number. */
    private static Optional<RuleResult> difference(
            Map<String, String> first, Map<String, String> mine, String platform) {
        Set<String> all = new TreeSet<>(first.keySet());
        all.addAll(mine.keySet());
        List<String> differ = all.stream()
                .filter(name -> !first.getOrDefault(name, "").equals(mine.getOrDefault(name, "")))
                .toList();
        if (differ.isEmpty()) {
            return Optional.empty();
        }
        List<String> named = differ.subList(0, Math.min(differ.size(), MOST));
        String more = differ.size() == named.size() ? "" : "; " + (differ.size() - MOST) + " more differ";
        String message = named.stream()
                .map(name -> "its " + name + " is " + shown(mine.get(name)) + ", expected " + shown(first.get(name)))
                .collect(Collectors.joining("; ", "", " as on " + platform + more));
        String actual = named.size() == 1 ? shown(mine.get(named.get(0))) : values(named, mine);
        return Optional.of(RuleResult.fail(values(named, first), actual, message, FIX));
    }

    private static String values(List<String> names, Map<String, String> settings) {
        return names.stream()
                .map(name -> name + " " + shown(settings.get(name)))
                .collect(Collectors.joining(", "));
    }

    private static String shown(String value) {
        return value == null || value.isEmpty() ? "none" : Texts.clipped(value);
    }
}

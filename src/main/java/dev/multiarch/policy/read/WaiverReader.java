package dev.multiarch.policy.read;

import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Waiver;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.text.FormatException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads {@code waivers:} strictly: each says what it covers, why, who answers for it and when it ends. */
final class WaiverReader {
    private static final List<String> KEYS = List.of("rule", "platforms", "reason", "owner", "expires");
    private static final int MOST_DAYS = 180;
    private static final int MOST = 200;
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_OWNER = 100;
    private static final String TIME = "a time with its offset such as \"2026-12-31T00:00:00Z\"";

    private final Values values;
    private final Instant now;

    /** Which rules judge the index as a whole, so that a waiver need name no platform. */
    private final Predicate<String> ofIndex;

    private final List<String> ids;
    private final Set<String> covered = new HashSet<>();

    WaiverReader(Values values, Instant now, List<String> ids, Predicate<String> ofIndex) {
        this.values = values;
        this.now = now;
        this.ids = ids;
        this.ofIndex = ofIndex;
    }

    static Shape shape() {
        Map<String, Shape> keys = new LinkedHashMap<>();
        keys.put("rule", Shape.Words.of(RuleSettings.IDS));
        keys.put("platforms", Shape.PLATFORMS);
        keys.put("reason", new Shape.Text(".{1," + LONGEST_REASON + "}", "why the failure is accepted"));
        keys.put("owner", new Shape.Text(".{1," + LONGEST_OWNER + "}", "who answers for it"));
        keys.put("expires", new Shape.Text("\\d{4}-\\d{2}-\\d{2}T.*(?:Z|[+-]\\d{2}:\\d{2})", TIME));
        return new Shape.Lists(new Shape.Keys(keys, 0, List.of("rule", "reason", "owner", "expires")));
    }

    List<Waiver> read(Yaml.Mapping root) {
        List<Waiver> waivers = new ArrayList<>();
        List<Yaml> items = root.get("waivers")
                .flatMap(value ->
                        values.list(value, "a list of waivers, each with rule, platforms, reason, owner, expires"))
                .orElse(List.of());
        if (items.size() > MOST) {
            values.problem(items.get(MOST).place(), "these are " + items.size() + " waivers, expected at most " + MOST);
            return List.of();
        }
        items.forEach(item -> values.mapping(item, "a mapping with " + String.join(", ", KEYS))
                .flatMap(this::waiver)
                .ifPresent(waivers::add));
        return waivers;
    }

    private Optional<Waiver> waiver(Yaml.Mapping item) {
        values.onlyKeys(item, "a waiver", KEYS);
        Optional<String> rule =
                required(item, "rule", "the id of the rule that it covers").flatMap(value -> rule(item, value));
        Optional<List<Platform>> platforms = platforms(item, rule);
        Optional<String> reason = required(item, "reason", "why the failure is accepted")
                .flatMap(value -> words(value, "a reason", LONGEST_REASON));
        Optional<String> owner = required(item, "owner", "who answers for it")
                .flatMap(value -> words(value, "an owner such as \"@alice\"", LONGEST_OWNER));
        Optional<Instant> expires = required(item, "expires", TIME).flatMap(this::time);
        if (rule.isEmpty() || platforms.isEmpty() || reason.isEmpty() || owner.isEmpty() || expires.isEmpty()) {
            return Optional.empty();
        }
        once(item, rule.get(), platforms.get());
        Duration left = Duration.between(now, expires.get());
        return Optional.of(
                new Waiver(rule.get(), platforms.get(), reason.get(), owner.get(), expires.get(), left, item.place()));
    }

    private Optional<Yaml> required(Yaml.Mapping item, String key, String what) {
        Optional<Yaml> value = item.get(key);
        if (value.isEmpty()) {
            values.problem(item.place(), "the waiver lacks the key \"" + key + "\", expected " + what);
        }
        return value;
    }

    private Optional<String> rule(Yaml.Mapping item, Yaml value) {
        return values.text(value, "a rule's id").filter(id -> {
            if (!ids.contains(id)) {
                values.unknown(value.place(), "rule", id, "", ids);
            }
            return ids.contains(id);
        });
    }

    private Optional<List<Platform>> platforms(Yaml.Mapping item, Optional<String> rule) {
        Optional<Yaml> value = item.get("platforms");
        if (value.isEmpty()) {
            boolean whole = rule.isPresent() && ofIndex.test(rule.get());
            if (!whole && rule.isPresent()) {
                values.problem(
                        item.place(),
                        "the waiver lacks the key \"platforms\", so it would cover all platforms. Name the platforms"
                                + " that it covers");
            }
            return whole ? Optional.of(List.of()) : Optional.empty();
        }
        return values.texts(value.get(), "a list of platforms such as [linux/arm/v7]", "a platform such as linux/arm64")
                .map(texts -> {
                    if (texts.isEmpty()) {
                        values.wrong(value.get(), "at least one platform", "");
                    }
                    return parsed(texts);
                })
                .filter(list -> !list.isEmpty());
    }

    private List<Platform> parsed(List<Values.Text> texts) {
        List<Platform> platforms = new ArrayList<>();
        for (Values.Text text : texts) {
            try {
                platforms.add(KnownPlatforms.parse(text.text()));
            } catch (FormatException malformed) {
                values.problem(text.place(), malformed.getMessage());
            }
        }
        return platforms;
    }

    private Optional<String> words(Yaml value, String expected, int longest) {
        String whole = expected + " of 1 to " + longest + " characters in one line";
        return values.text(value, whole).filter(text -> {
            boolean good =
                    !text.isBlank() && text.length() <= longest && text.lines().count() == 1;
            if (!good) {
                values.problem(
                        value.place(),
                        "expected " + whole + ", found " + text.strip().length() + " in "
                                + text.lines().count());
            }
            return good;
        });
    }

    private Optional<Instant> time(Yaml value) {
        return values.text(value, TIME).flatMap(text -> {
            try {
                Instant expires = OffsetDateTime.parse(text).toInstant();
                if (expires.isAfter(now.plus(Duration.ofDays(MOST_DAYS)))) {
                    return values.wrong(value, "an end at most " + MOST_DAYS + " days ahead", "");
                }
                return Optional.of(expires);
            } catch (DateTimeException malformed) {
                return values.wrong(value, TIME, "Without an offset, a time depends on the time zone");
            }
        });
    }

    /** Two for the same could follow on one another for ever. */
    private void once(Yaml.Mapping item, String rule, List<Platform> platforms) {
        List<String> keys = platforms.isEmpty()
                ? List.of(rule)
                : platforms.stream().map(platform -> rule + " on " + platform).toList();
        for (String key : keys) {
            if (!covered.add(key)) {
                values.problem(item.place(), key + " is waived twice. Remove one of the two waivers");
            }
        }
    }
}

package dev.multiarch.publish.source;

import dev.multiarch.image.Platform;
import dev.multiarch.step.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides which image the index has for each platform, and in which order. */
final class PlatformChoice {
    private static final String NOTHING = ". Nothing was merged, no tag was moved. Fix: ";

    private final SourceRequest request;
    private final List<Part> legs;
    private final List<Part> from;
    private final List<Part> kept;
    private final List<String> reasons = new ArrayList<>();

    PlatformChoice(SourceRequest request, List<Part> legs, List<Part> from, List<Part> kept) {
        this.request = request;
        this.legs = legs;
        this.from = from;
        this.kept = kept;
    }

    /** @throws Refused with every reason */
    List<Part> parts() throws Refused {
        requireRemovable();
        List<Part> made =
                unique(Stream.concat(legs.stream(), staying(from).stream()).toList());
        List<Part> all = ordered(together(made, staying(kept)));
        if (all.isEmpty() && reasons.isEmpty()) {
            reasons.add("no image is left for the index" + NOTHING + "name a source by --from, or leave out --remove");
        }
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
        return all;
    }

    private void requireRemovable() {
        for (Platform platform : request.remove()) {
            boolean any =
                    Stream.concat(from.stream(), kept.stream()).anyMatch(part -> platform.covers(part.platform()));
            if (!any) {
                boolean planned = legs.stream().anyMatch(part -> platform.covers(part.platform()));
                reasons.add("--remove " + platform + ": "
                        + (planned
                                ? "it is a leg of the plan"
                                : "no image of --from, --keep-from or --append is for this platform; they are for "
                                        + platforms(Stream.concat(from.stream(), kept.stream())))
                        + NOTHING + (planned ? "plan without it" : "name one of these, or leave out --remove"));
            }
        }
    }

    private List<Part> staying(List<Part> parts) {
        return parts.stream()
                .filter(part -> request.remove().stream().noneMatch(platform -> platform.covers(part.platform())))
                .toList();
    }

    /** Two sources may name one and the same image; two images of one index are for a policy to judge. */
    private List<Part> unique(List<Part> made) {
        Map<Platform, Part> first = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>();
        for (Part part : made) {
            Part other = first.putIfAbsent(part.platform(), part);
            if (other == null || other.source().equals(part.source())) {
                parts.add(part);
            } else if (isSame(other, part)) {
                Part both = both(other, part);
                parts.set(parts.indexOf(other), both);
                first.put(part.platform(), both);
            } else {
                reasons.add(part.platform() + ": two sources have it, " + named(other) + " and " + named(part) + NOTHING
                        + "take each platform from one source: name it as " + part.platform() + "=REF, or leave it"
                        + " out by --remove " + part.platform()
                        + (other.origin() == Part.Origin.PLANNED
                                ? "; --keep-from takes what the plan does not make"
                                : ""));
            }
        }
        return parts;
    }

    private static boolean isSame(Part one, Part other) {
        return one.image()
                .descriptor()
                .digest()
                .equals(other.image().descriptor().digest());
    }

    /** The same image, with the attestations that either source has. */
    private static Part both(Part one, Part other) {
        Set<Entry> attestations = new LinkedHashSet<>(one.attestations());
        other.attestations().stream()
                .filter(entry -> one.attestations().stream()
                        .noneMatch(known -> known.descriptor()
                                .digest()
                                .equals(entry.descriptor().digest())))
                .forEach(attestations::add);
        return one.with(List.copyOf(attestations));
    }

    private static String named(Part part) {
        String what = part.origin() == Part.Origin.PLANNED ? "the plan's leg " : "";
        return what + part.source() + " (" + part.image().descriptor().digest() + ")";
    }

    /** What is made takes the place of what is kept, so that the order of an index does not change by itself. */
    private List<Part> together(List<Part> made, List<Part> keeping) {
        Set<Part> all = new LinkedHashSet<>();
        for (Part part : keeping) {
            List<Part> instead = made.stream()
                    .filter(each -> each.platform().equals(part.platform()))
                    .toList();
            boolean there = request.append() && instead.stream().allMatch(each -> isSame(part, each));
            if (instead.isEmpty()) {
                all.add(part);
            } else if (request.append() && !there) {
                reasons.add(part.platform() + ": " + part.source() + " has it already, " + named(part) + ", and "
                        + named(instead.get(0)) + " is to be added" + NOTHING + "replace it by --keep-from "
                        + part.source() + " instead of --append");
            } else {
                all.addAll(instead);
            }
        }
        all.addAll(made);
        return List.copyOf(all);
    }

    private List<Part> ordered(List<Part> parts) {
        Set<Part> ordered = new LinkedHashSet<>();
        for (Platform platform : request.order()) {
            List<Part> found = parts.stream()
                    .filter(part -> platform.covers(part.platform()))
                    .toList();
            if (found.isEmpty()) {
                reasons.add("--order " + platform + ": the index has no image for it, but for "
                        + platforms(parts.stream()) + NOTHING + "name one of these");
            }
            ordered.addAll(found);
        }
        ordered.addAll(parts);
        return List.copyOf(ordered);
    }

    private static String platforms(Stream<Part> parts) {
        return Optional.of(
                        parts.map(part -> part.platform().toString()).distinct().collect(Collectors.joining(", ")))
                .filter(text -> !text.isEmpty())
                .orElse("no platform");
    }
}

package dev.multiarch.host;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Platform;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that a look at a host found.
 *
 * @param name of the host, or of the builder whose host it is
 * @param root the folder with the host's files; what programs say is then about the host on which they ran
 * @param facts of the host as a whole; what is not there was not looked for
 * @param entries of binfmt_misc
 * @param odd entries that could not be made sense of, a sentence each
 * @param platforms those that somebody wants to build for
 */
public record HostSurvey(
        String name,
        Optional<String> root,
        Map<HostFact, Fact<String>> facts,
        List<EntrySurvey> entries,
        List<String> odd,
        Map<Platform, PlatformSurvey> platforms) {
    public HostSurvey {
        Map<HostFact, Fact<String>> sorted = new EnumMap<>(HostFact.class);
        sorted.putAll(facts);
        facts = Collections.unmodifiableMap(sorted);
        entries = List.copyOf(entries);
        odd = List.copyOf(odd);
        platforms = Collections.unmodifiableMap(new TreeMap<>(platforms));
    }

    public Fact<String> fact(HostFact which) {
        return facts.getOrDefault(which, Fact.unknown("it was not checked"));
    }

    /** The entries that would run a program of this platform; the kernel asks the newest first, and shows no order. */
    public List<EntrySurvey> serving(Platform platform) {
        boolean on = !fact(HostFact.BINFMT_ENABLED).value().equals(Optional.of("false"));
        return on
                ? entries.stream()
                        .filter(each -> each.entry().handles(platform))
                        .toList()
                : List.of();
    }

    /** Why entries could not be understood, a sentence each. */
    public List<String> conflicts() {
        List<String> conflicts = new ArrayList<>(odd);
        for (int i = 0; i < entries.size(); i++) {
            for (EntrySurvey other : entries.subList(i + 1, entries.size())) {
                entries.get(i).conflict(other).ifPresent(conflicts::add);
            }
        }
        return conflicts;
    }
}

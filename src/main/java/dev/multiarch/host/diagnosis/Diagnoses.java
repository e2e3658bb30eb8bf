package dev.multiarch.host.diagnosis;

import dev.multiarch.image.Platform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is recognised in a log, the most specific first, each once with its first line.
 *
 * @param found may be empty
 * @param dropped how many lines at the log's beginning were not looked at
 */
public record Diagnoses(List<Diagnosis> found, long dropped) {
    private static final int MOST_STEPS = 10_000;
    private static final int LONGEST_PHRASE = 200;

    public static Diagnoses of(Log log, KnownFacts known) {
        var scan = new Scan();
        log.lines(scan::look);
        if (scan.seen.isEmpty() && scan.said == 1) {
            scan.takeAsPhrase();
        }
        Set<String> covered = new HashSet<>();
        scan.seen.keySet().forEach(kind -> covered.addAll(kind.covers()));
        List<Diagnosis> found = new ArrayList<>();
        for (Kind kind : Kinds.ALL) {
            Seen seen = scan.seen.get(kind);
            if (seen != null && !covered.contains(kind.id())) {
                found.add(diagnosis(kind, seen, known));
            }
        }
        return new Diagnoses(List.copyOf(found), log.dropped());
    }

    private static Diagnosis diagnosis(Kind kind, Seen seen, KnownFacts known) {
        List<Platform> platforms = seen.platform.map(List::of).orElse(known.wanted());
        return new Diagnosis(
                kind.id(),
                Page.of(kind.id()),
                seen.platform,
                seen.line,
                List.copyOf(kind.witness().testify(known, platforms)));
    }

    private record Seen(Diagnosis.Line line, Optional<Platform> platform) {}

    /** One pass over the lines. */
    private static final class Scan {
        private final Map<Kind, Seen> seen = new LinkedHashMap<>();
        private final Map<String, Long> earlier = new HashMap<>();
        private final Map<String, Platform> steps = new HashMap<>();
        private Optional<Platform> excerpt = Optional.empty();
        private LogLine last = LogLine.of("");
        private long lines;
        private int said;

        Scan() {
            Kinds.ALL.forEach(kind -> kind.signs().stream()
                    .filter(sign -> !sign.earlier().isEmpty())
                    .forEach(sign -> earlier.put(sign.earlier(), Long.MIN_VALUE / 2)));
        }

        void look(long number, String raw) {
            lines++;
            if (raw.isBlank()) {
                return;
            }
            LogLine line = LogLine.of(raw);
            follow(line);
            if (line.said().isBlank()) {
                return;
            }
            last = line;
            said = Math.min(said + 1, 2);
            for (Kind kind : Kinds.ALL) {
                if (!seen.containsKey(kind) && kind.signs().stream().anyMatch(sign -> shows(sign, line.said()))) {
                    seen.put(
                            kind,
                            new Seen(new Diagnosis.Line(number, line.text().strip()), platform(line)));
                }
            }
            earlier.replaceAll((words, before) -> line.said().contains(words) ? (Long) lines : before);
        }

        private void follow(LogLine line) {
            if (line.platform().isPresent() && !line.step().isEmpty() && steps.size() < MOST_STEPS) {
                steps.put(line.step(), line.platform().get());
            }
            if (line.opensExcerpt()) {
                excerpt = line.platform();
            } else if (line.closesExcerpt()) {
                excerpt = Optional.empty();
            }
        }

        private boolean shows(LogPattern sign, String said) {
            return sign.isIn(said) && (sign.earlier().isEmpty() || lines - earlier.get(sign.earlier()) <= sign.reach());
        }

        private Optional<Platform> platform(LogLine line) {
            return line.step().isEmpty() ? excerpt : Optional.ofNullable(steps.get(line.step()));
        }

        /** A single line that is a part of what a sign looks for, or an id: somebody typed what they remember of it. */
        void takeAsPhrase() {
            String phrase = last.said().strip();
            if (phrase.length() > LONGEST_PHRASE) {
                return;
            }
            for (Kind kind : Kinds.ALL) {
                if (kind.id().equals(phrase) || kind.signs().stream().anyMatch(sign -> sign.isMeantBy(phrase))) {
                    seen.put(kind, new Seen(new Diagnosis.Line(1, last.text().strip()), Optional.empty()));
                }
            }
        }
    }
}

package dev.multiarch.policy;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What policies say of a subject. */
public record Verdict(Target subject, List<Judged> policies, List<Finding> findings) {
    /** What was judged: an index, a host, or Dockerfiles. */
    public sealed interface Target {
        /** As the user named it. */
        String name();

        /** Of the document that was judged; a host has none, nor has an index that could not be read. */
        Optional<Digest> digest();
    }

    /**
     * @param legs in the index's order; none where the index could not be read
     * @param aside how many artifacts of each kind were not judged, by the kind's name
     */
    public record OfIndex(String name, Optional<Digest> digest, List<Leg> legs, Map<String, Integer> aside)
            implements Target {
        public OfIndex {
            legs = List.copyOf(legs);
            aside = Collections.unmodifiableMap(new TreeMap<>(aside));
        }

        public OfIndex(String name, Optional<Digest> digest, List<Leg> legs) {
            this(name, digest, legs, Map.of());
        }
    }

    /** @param name of the host, or of the builder whose host it is */
    public record OfHost(String name) implements Target {
        @Override
        public Optional<Digest> digest() {
            return Optional.empty();
        }
    }

    /**
     * @param files with the digests of their bytes
     * @param planned the platforms that they are built for
     */
    public record OfDockerfiles(Map<String, Digest> files, List<Platform> planned) implements Target {
        public OfDockerfiles {
            files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
            planned = List.copyOf(planned);
        }

        @Override
        public String name() {
            return String.join(", ", files.keySet());
        }

        /** Where there is one file, its. */
        @Override
        public Optional<Digest> digest() {
            return files.size() == 1 ? files.values().stream().findFirst() : Optional.empty();
        }
    }

    /**
     * What people want to see of one platform together with its findings.
     *
     * @param platform empty where the index has none, or it can't be read
     * @param size of the config and all layers as the registry keeps them, in bytes, as the manifest claims
     * @param duration of building this leg
     */
    public record Leg(
            Optional<Platform> platform,
            Digest digest,
            Fact<Long> size,
            Fact<Integer> layers,
            Fact<Boolean> emulated,
            Fact<Duration> duration) {}

    /** A policy that took part; the digest is that of its file. */
    public record Judged(String name, Digest digest) {
        /** Each once, even where one was named twice. */
        public static List<Judged> of(List<Policy> policies) {
            List<Judged> all = policies.stream()
                    .map(policy -> new Judged(policy.name(), policy.digest()))
                    .toList();
            return all.size() < 2 ? all : all.stream().distinct().toList();
        }
    }

    public Verdict {
        policies = List.copyOf(policies);
        findings = List.copyOf(findings);
    }

    public Optional<Digest> digest() {
        return subject.digest();
    }

    /** Fail if a rule of severity error failed; else unknown if one could not be evaluated; else pass. */
    public Outcome outcome() {
        return counts().outcome();
    }

    /** The same outcome from these many findings at most: those that decide it come first. */
    public Verdict worst(int most) {
        List<Finding> first = findings.stream()
                .sorted(Comparator.comparing(Verdict::rank))
                .limit(most)
                .toList();
        return new Verdict(subject, policies, first);
    }

    private static int rank(Finding finding) {
        int weight = finding.severity() == Severity.ERROR ? 0 : 2;
        return switch (finding.outcome()) {
            case FAIL -> weight;
            case UNKNOWN -> weight + 1;
            default -> 4;
        };
    }

    public Counts counts() {
        return Counts.of(findings);
    }
}

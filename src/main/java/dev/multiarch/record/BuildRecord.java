package dev.multiarch.record;

import dev.multiarch.fact.Claim;
import dev.multiarch.fact.Fact;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one attempt at a leg leaves behind; its file has schema {@code dev.multiarch.record/v1}.
 *
 * @param plan id of the plan that it belongs to
 * @param attempt from 1; a later one replaces an earlier one unless it failed
 * @param image the repository's name, without tag or digest
 * @param leg what the builder pushed; there if {@code built}
 * @param digest the image manifest that the leg results in; there if {@code built}
 * @param emulatedTime unknown on a native leg
 * @param flags the further buildx arguments, without values that may be secret
 * @param failure the last lines of a build that failed
 * @param layout the OCI layout that holds the leg, as a path relative to the record store; empty for a leg that was
 *     pushed
 * @param annotations of the user, for the merged index
 * @param bases of all its stages; unknown where nobody looked, none for {@code FROM scratch}
 * @param smoke what became of commands that were run in the image; unknown where none was
 * @param file digest of the file that it was read from; empty where {@link #write} gives the same bytes
 */
public record BuildRecord(
        String plan,
        Platform platform,
        int attempt,
        boolean built,
        String image,
        Optional<Digest> leg,
        Optional<Digest> digest,
        Fact<Boolean> emulated,
        RecordedBuilder builder,
        RecordedHost host,
        Instant started,
        Instant finished,
        Fact<EmulatedTime> emulatedTime,
        List<String> flags,
        List<String> failure,
        Optional<String> layout,
        IndexAnnotations annotations,
        Fact<List<BaseImage>> bases,
        Fact<SmokeRun> smoke,
        Optional<Digest> file) {
    /** Where no policy asked for a run. */
    static final Fact<SmokeRun> NO_SMOKE = Fact.unknown(BuildFacts.NOT_TRIED);

    /** In records before there were bases, and where they were not looked for. */
    static final Fact<List<BaseImage>> NO_BASES = Fact.unknown("the record does not name base images");

    public static final String SCHEMA = "dev.multiarch.record/v1";

    /** OCI's keys for the base image begin so. */
    public static final String BASE = "org.opencontainers.image.base.";

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,127}";

    /** As {@link #layoutPath} makes them: a path from elsewhere must not lead out of the store. */
    private static final Pattern LAYOUT = Pattern.compile(NAME + "/" + NAME + "/" + NAME + "\\.oci");

    /** Whose base images nobody looked for. */
    public BuildRecord(
            String plan,
            Platform platform,
            int attempt,
            boolean built,
            String image,
            Optional<Digest> leg,
            Optional<Digest> digest,
            Fact<Boolean> emulated,
            RecordedBuilder builder,
            RecordedHost host,
            Instant started,
            Instant finished,
            Fact<EmulatedTime> emulatedTime,
            List<String> flags,
            List<String> failure,
            Optional<String> layout,
            IndexAnnotations annotations) {
        this(
                plan,
                platform,
                attempt,
                built,
                image,
                leg,
                digest,
                emulated,
                builder,
                host,
                started,
                finished,
                emulatedTime,
                flags,
                failure,
                layout,
                annotations,
                NO_BASES,
                NO_SMOKE,
                Optional.empty());
    }

    public BuildRecord {
        if (attempt < 1) {
            throw new FormatException("attempt " + attempt + " of " + platform + ": attempts count from 1");
        }
        if (built && (leg.isEmpty() || digest.isEmpty())) {
            throw new FormatException(platform + ": a leg that was built has a leg digest and an image digest");
        }
        if (finished.isBefore(started)) {
            throw new FormatException(platform + ": attempt " + attempt + " finished before it started");
        }
        layout.filter(path -> !LAYOUT.matcher(path).matches()).ifPresent(path -> {
            throw new FormatException(
                    platform + ": the layout \"" + path + "\" is malformed: expected PLAN/SLUG/NAME.oci");
        });
        flags = List.copyOf(flags);
        failure = List.copyOf(failure);
    }

    /** The same leg, of which the bases are known. */
    public BuildRecord with(Fact<List<BaseImage>> known) {
        return with(known, smoke);
    }

    /** The same leg, in whose image commands were run. */
    public BuildRecord tried(Fact<SmokeRun> run) {
        return with(bases, run);
    }

    private BuildRecord with(Fact<List<BaseImage>> known, Fact<SmokeRun> run) {
        return new BuildRecord(
                plan,
                platform,
                attempt,
                built,
                image,
                leg,
                digest,
                emulated,
                builder,
                host,
                started,
                finished,
                emulatedTime,
                flags,
                failure,
                layout,
                annotations,
                known,
                run,
                Optional.empty());
    }

    /** OCI's keys for the base of the stage that became the image, with the digest that its name stood for; none if unknown. */
    public Map<String, String> baseAnnotations() {
        return bases.value().stream()
                .flatMap(List::stream)
                .filter(base -> base.stage().isEmpty())
                .findFirst()
                .flatMap(base -> base.taken()
                        .value()
                        .map(taken -> Map.of(
                                BASE + "name", base.name(),
                                BASE + "digest", taken.index().toString())))
                .orElse(Map.of());
    }

    /** Where a store keeps the layout of a leg; no two legs that differ have the same path. */
    public static String layoutPath(String plan, Platform platform, Digest leg) {
        return plan + "/" + platform.slug() + "/" + leg.hex() + ".oci";
    }

    /** What names it in findings: the person who wrote the record vouches for its facts, and nobody else does. */
    public Claim claim() {
        return new Claim(plan, file.orElseGet(() -> Digest.of(write())));
    }

    public Duration duration() {
        return Duration.between(started, finished);
    }

    /** Where a store keeps it: {@code <plan id>/<platform slug>/<attempt>.json}. */
    public String key() {
        return key(plan, platform, attempt);
    }

    public static String key(String plan, Platform platform, int attempt) {
        return plan + "/" + platform.slug() + "/" + attempt + ".json";
    }

    public byte[] write() {
        return RecordJson.write(this);
    }

    /**
     * @param what names the file in messages
     * @throws FormatException if it is not a record of this schema
     */
    public static BuildRecord read(byte[] bytes, String what) {
        return RecordJson.read(bytes, what);
    }
}

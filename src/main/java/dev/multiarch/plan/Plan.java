package dev.multiarch.plan;

import dev.multiarch.image.AnnotationKeys;
import dev.multiarch.image.Digest;
import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.policy.Verdict;
import dev.multiarch.text.FormatException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What one fan-out is to build; everything later is held against it. Its file has schema {@code dev.multiarch.plan/v1}. Only
 * a merge that takes all its images from elsewhere has no legs, and no file.
 *
 * @param image the repository, without tag or digest
 * @param id names this fan-out, and survives "re-run failed jobs"
 * @param created of the plan, or SOURCE_DATE_EPOCH; the index's {@code org.opencontainers.image.created}
 * @param revision and source of what is built, where they are known
 * @param policies that the plan was made under; a merge refuses others of the same name
 * @param run of the workflow that made the plan; where it renews an index, of the one that first built its commit
 * @param checkout what else is known of what is built
 * @param renews where it builds some legs of a published index again
 * @param bake where it was made of a bake file
 */
public record Plan(
        Reference image,
        String id,
        List<Leg> legs,
        Instant created,
        Optional<String> revision,
        Optional<String> source,
        List<Verdict.Judged> policies,
        Optional<Run> run,
        Checkout checkout,
        Optional<Renewal> renews,
        Optional<Baked> bake) {
    public static final String SCHEMA = "dev.multiarch.plan/v1";

    /** GitHub's limit on the jobs of one matrix. */
    public static final int MOST_LEGS = 256;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

    /**
     * One platform of the build.
     *
     * @param emulated what to expect of that runner; the build record says what was so
     * @param mode how it is to be built
     * @param certain whether that runner is known to build it so; else the leg's own probe finds it out
     */
    public record Leg(Platform platform, Runner runner, boolean emulated, Mode mode, boolean certain) {
        public Leg(Platform platform, Runner runner, boolean emulated) {
            this(platform, runner, emulated, Mode.AUTO, true);
        }

        /** To people, without an end of the line. */
        public String line() {
            String how = mode == Mode.NATIVE ? " (native)" : emulated ? " (emulated)" : "";
            String unsure = mode == Mode.NATIVE
                    ? " (native, or not at all: its CPU decides)"
                    : " (emulated, unless its CPU runs it)";
            return String.format("  %-16s on %s%s", platform, runner, certain ? how : unsure);
        }
    }

    /** A plan that renews nothing and is not of a bake file. */
    public Plan(
            Reference image,
            String id,
            List<Leg> legs,
            Instant created,
            Optional<String> revision,
            Optional<String> source,
            List<Verdict.Judged> policies,
            Optional<Run> run,
            Checkout checkout) {
        this(image, id, legs, created, revision, source, policies, run, checkout, Optional.empty(), Optional.empty());
    }

    /** The same plan, for some legs of a published index. */
    public Plan with(Renewal renewal) {
        return new Plan(
                image, id, legs, created, revision, source, policies, run, checkout, Optional.of(renewal), bake);
    }

    /** The same plan, of a target of a bake file. */
    public Plan with(Baked target) {
        return new Plan(
                image, id, legs, created, revision, source, policies, run, checkout, renews, Optional.of(target));
    }

    public Plan {
        if (!ID.matcher(id).matches()) {
            throw new FormatException("plan id \"" + id
                    + "\" is malformed: expected letters, digits, _ . -, at most 128, no leading dot");
        }
        if (legs.size() > MOST_LEGS) {
            throw new FormatException(
                    "the plan has " + legs.size() + " legs, but a matrix can have at most " + MOST_LEGS);
        }
        var seen = new TreeSet<Platform>();
        for (Leg leg : legs) {
            if (leg.platform().isUnknown()) {
                throw new FormatException("unknown/unknown is not a platform that can be built");
            }
            if (!seen.add(leg.platform())) {
                throw new FormatException("the plan names platform " + leg.platform() + " twice (spellings are"
                        + " normalised: linux/arm64/v8 is linux/arm64). Name it once");
            }
        }
        renews.ifPresent(renewal -> renewal.check(List.copyOf(seen)));
    }

    /** The legs of a platform list, each on the runner that the map gives it. */
    public static List<Leg> legs(List<String> platforms, RunnerMap runners) {
        List<Platform> parsed = platforms.stream().map(KnownPlatforms::parse).toList();
        requireSome(parsed);
        runners.requireUsed(parsed);
        return parsed.stream().map(runners::leg).toList();
    }

    /** Labels that say where an image comes from, with OCI's keys; none where neither source nor revision is known. */
    public Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        source.ifPresent(value -> labels.put(AnnotationKeys.SOURCE, value));
        revision.ifPresent(value -> labels.put(AnnotationKeys.REVISION, value));
        if (!labels.isEmpty()) {
            checkout.version().ifPresent(value -> labels.put(AnnotationKeys.VERSION, value));
            checkout.created().ifPresent(value -> labels.put(AnnotationKeys.CREATED, value.toString()));
        }
        return labels;
    }

    private static void requireSome(List<?> legs) {
        if (legs.isEmpty()) {
            throw new FormatException("the plan has no platform. Fix: give --platforms linux/amd64,linux/arm64");
        }
    }

    public List<Platform> platforms() {
        return legs.stream().map(Leg::platform).toList();
    }

    /** Those that no emulator may build. */
    public List<Platform> natives() {
        return legs.stream()
                .filter(leg -> leg.mode() == Mode.NATIVE)
                .map(Leg::platform)
                .toList();
    }

    /** A matrix for {@code fromJSON}: {@code {"include":[{"platform":…,"slug":…,"runner":…,"emulated":…}]}}, one line. */
    public String matrix() {
        return Json.writeLine(Map.of("include", rows()));
    }

    /** Of that matrix. */
    public List<Map<String, Object>> rows() {
        return legs.stream().map(PlanJson::row).toList();
    }

    /** The matrix of merges, of one: where a plan may be of a bake file, there is one for each target. */
    public String merges() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("target", "");
        row.put("image", image.name());
        row.put("tags", "");
        return Json.writeLine(Map.of("include", List.of(row)));
    }

    public byte[] write() {
        return Json.write(tree());
    }

    /** The plan on one line, as an output of a workflow's step. */
    public String line() {
        return Json.writeLine(tree());
    }

    /** As a member of a larger document. */
    public Map<String, Object> tree() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", SCHEMA);
        root.put("image", image.name());
        root.put("id", id);
        root.put("created", created.toString());
        revision.ifPresent(value -> root.put("revision", value));
        source.ifPresent(value -> root.put("source", value));
        run.ifPresent(value -> root.put("run", value.toString()));
        checkout.into(root);
        root.put("policies", policies.stream().map(PlanJson::json).toList());
        root.put("legs", legs.stream().map(PlanJson::json).toList());
        renews.ifPresent(renewal -> root.put("renews", renewal.json()));
        bake.ifPresent(target -> root.put("bake", target.json()));
        return root;
    }

    /**
     * @param what names the file in messages
     * @throws FormatException if it is not a plan of this schema
     */
    public static Plan read(byte[] bytes, String what) {
        JsonObject json = Json.read(bytes, what).ofSchema(SCHEMA);
        Reference image = Reference.parse(json.text("image"));
        if (image.tag().isPresent() || image.digest().isPresent()) {
            throw json.problem("image", "expected a repository without tag or digest, found \"" + image + "\"");
        }
        var plan = new Plan(
                image,
                json.text("id"),
                json.objects("legs").stream().map(PlanJson::read).toList(),
                instant(json),
                json.optionalLine("revision"),
                json.optionalLine("source"),
                json.objects("policies").stream()
                        .map(p -> new Verdict.Judged(p.text("name"), Digest.parse(p.text("digest"))))
                        .toList(),
                json.optionalLine("run").flatMap(Run::parse),
                Checkout.read(json),
                json.optionalObject("renews").map(Renewal::read),
                json.optionalObject("bake").map(Baked::read));
        requireSome(plan.legs());
        return plan;
    }

    private static Instant instant(JsonObject json) {
        try {
            return Instant.parse(json.text("created"));
        } catch (DateTimeException malformed) {
            throw json.problem("created", "expected a time such as 2026-01-31T12:00:00Z");
        }
    }
}

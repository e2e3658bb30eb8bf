package dev.multiarch.archive;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Platform;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.RecordNames;
import dev.multiarch.record.RecordStore;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The last builds of an image, of each platform so many: one listing of small names each, then the records that they name, several
 * at once. What a store holds may have been written by anybody who can write there: a record that is not what its name says is a
 * problem, and is not counted.
 *
 * @param store its place
 * @param image the repository's name
 * @param last so many of each platform were looked for
 * @param builds the newest first
 * @param problems of records that are not counted, a sentence each
 */
public record PastBuilds(String store, String image, int last, List<PastBuild> builds, List<String> problems) {
    /** As many are read of a platform. */
    public static final int MOST = 100;

    /** No image has as many; a store that names more is not one that we wrote. */
    static final int MOST_PLATFORMS = 64;

    private static final Comparator<PastBuild> NEWEST =
            Comparator.comparing(PastBuild::finished).reversed().thenComparing(PastBuild::key);

    /**
     * @param wanted these alone; empty for all platforms that the store has records of
     * @param last at most {@link #MOST}
     * @param status gets how many records were read
     */
    public static PastBuilds of(
            RecordStore store, String image, List<Platform> wanted, int last, Consumer<String> status)
            throws IOException {
        List<String> problems = new ArrayList<>();
        List<String> slugs = wanted.isEmpty()
                ? store.platforms(image)
                : wanted.stream().map(Platform::slug).distinct().toList();
        if (slugs.size() > MOST_PLATFORMS) {
            problems.add("the store names " + slugs.size() + " platforms of this image: only the first "
                    + MOST_PLATFORMS + " are looked at");
        }
        int atOnce = store.isLocal() ? 1 : StoredRecords.AT_ONCE;
        Map<String, RecordNames.Recent> names = new LinkedHashMap<>();
        AtOnce.map(
                        slugs.stream().limit(MOST_PLATFORMS).toList(),
                        atOnce,
                        slug -> store.recent(image, slug, Math.min(last, MOST)))
                .forEach(each -> each.forEach(name -> names.putIfAbsent(name.key(), name)));
        status.accept("reading " + names.size() + " records");
        List<PastBuild> builds = new ArrayList<>();
        for (Read read : AtOnce.map(List.copyOf(names.values()), atOnce, name -> Read.of(store, image, name))) {
            read.build().ifPresent(builds::add);
            read.problem().ifPresent(problems::add);
        }
        builds.sort(NEWEST);
        return new PastBuilds(store.objects().place(), image, last, List.copyOf(builds), List.copyOf(problems));
    }

    /** One record, of which the rest is forgotten at once: a record may have 4 MiB. */
    private record Read(Optional<PastBuild> build, Optional<String> problem) {
        static Read of(RecordStore store, String image, RecordNames.Recent name) throws IOException {
            try {
                Optional<BuildRecord> record = store.find(name.key());
                if (record.isEmpty()) {
                    return problem("record " + name.key() + ": the store has its small name, and not the record");
                }
                return record.get().image().equals(image)
                        ? new Read(Optional.of(PastBuild.of(record.get())), Optional.empty())
                        : problem("record " + name.key() + ": it is of "
                                + record.get().image() + ", not of " + image);
            } catch (FormatException malformed) {
                return problem(malformed.getMessage());
            }
        }

        private static Read problem(String text) {
            return new Read(Optional.empty(), Optional.of(text));
        }
    }

    /** The builds of a platform each, apart by whether they were emulated. */
    public List<LegTimes> legs() {
        Map<String, List<PastBuild>> groups = new LinkedHashMap<>();
        builds.stream()
                .sorted(Comparator.comparing(
                                (PastBuild build) -> build.platform().toString())
                        .thenComparing(PastBuild::how)
                        .thenComparing(NEWEST))
                .forEach(build -> groups.computeIfAbsent(
                                build.platform() + " " + build.how(), group -> new ArrayList<>())
                        .add(build));
        return groups.values().stream().map(LegTimes::of).toList();
    }

    /** How many times as long the builds of a platform take under emulation; empty unless there are both kinds. */
    public Optional<Double> slowdown(Platform platform) {
        Optional<Long> emulated = median(platform, PastBuild.How.EMULATED);
        Optional<Long> alone = median(platform, PastBuild.How.NATIVE).filter(time -> time > 0);
        return alone.isPresent() ? emulated.map(time -> time / (double) alone.get()) : Optional.empty();
    }

    private Optional<Long> median(Platform platform, PastBuild.How how) {
        return legs().stream()
                .filter(leg -> leg.platform().equals(platform) && leg.how() == how)
                .findFirst()
                .flatMap(LegTimes::time)
                .map(stats -> stats.median().toMillis());
    }
}

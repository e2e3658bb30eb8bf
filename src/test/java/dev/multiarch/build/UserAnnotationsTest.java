package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.plan.Plan;
import dev.multiarch.plan.PlanRequest;
import dev.multiarch.plan.RunnerMap;
import dev.multiarch.publish.MergeAnnotations;
import dev.multiarch.publish.ResolvedLeg;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.Example;
import dev.multiarch.record.IndexAnnotations;
import dev.multiarch.step.Refused;
import dev.multiarch.text.FormatException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where each {@code --annotation} of a leg for linux/arm64 goes. */
class UserAnnotationsTest {
    private static final Platform ARM64 = Platform.parse("linux/arm64");
    private static final Plan PLAN = new PlanRequest(
                    "ghcr.io/org/app",
                    List.of("linux/amd64", "linux/arm64"),
                    RunnerMap.DEFAULT,
                    Optional.of("p"),
                    Optional.of("0123456789012345678901234567890123456789"),
                    List.of())
            .plan(Map.of(), Instant.EPOCH);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            of the index                | --annotation index:a=b .                                  | {a=b} | {}    | .
            with an equals sign         | --annotation=index:a=b=c . --no-cache                     | {a=b=c} | {}  | . --no-cache
            a key with a colon          | . --annotation index:a:b=c                                | {a:b=c} | {}  | .
            of the image                | --annotation manifest:a=b .                               | {}    | {}    | --annotation=manifest:a=b .
            without a type              | --annotation a=b:c .                                      | {}    | {}    | --annotation=a=b:c .
            of the entry                | --annotation manifest-descriptor:a=b .                    | {}    | {a=b} | .
            of this leg's entry         | --annotation manifest-descriptor[linux/arm64/v8]:a=b .    | {}    | {a=b} | .
            of another leg's entry      | --annotation manifest-descriptor[linux/amd64]:a=b .       | {}    | {}    | .
            of several                  | --annotation index,manifest,manifest-descriptor:a=b .     | {a=b} | {a=b} | --annotation=manifest:a=b .
            what buildx will refuse     | --annotation index:a .                                    | {}    | {}    | --annotation=index:a .
            what looks like one         | --label --annotation --build-arg index:a=b .              | {}    | {}    | --label --annotation --build-arg index:a=b .
            """)
    void goesWhereItsPrefixSays(String name, String users, String index, String descriptor, String rest) {
        UserAnnotations found = UserAnnotations.of(ARM64, List.of(users.split(" ")));
        assertThat(new TreeMap<>(found.carried().index())).hasToString(index);
        assertThat(new TreeMap<>(found.carried().descriptor())).hasToString(descriptor);
        assertThat(String.join(" ", found.arguments())).isEqualTo(rest);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            an index with platform  | index[linux/arm64]:a=b         | an index has no platform. Fix: write index:a=b
            a fact of ours          | index:dev.multiarch.plan=x     | dev.multiarch.* is for multiarch's own facts
            a fact of an image      | manifest-descriptor:dev.multiarch.build.emulated=false | dev.multiarch.* is for multiarch's own facts
            no key                  | index:=b                       | it has no key
            a type in upper case    | INDEX:a=b                      | unknown type "INDEX" in front of the colon. Did you mean "index"?
            a type with a typo      | index,manfest:a=b              | unknown type "manfest" in front of the colon. Did you mean "manifest"?
            a type nobody knows     | x-y:a=b                        | Expected one of: index, index-descriptor, manifest, manifest-descriptor
            a key with a colon      | org:a=b                        | A colon in the key needs a type: write manifest:org:a=b
            """)
    void refuses(String name, String value, String why) {
        assertThatThrownBy(() -> UserAnnotations.of(ARM64, List.of("--annotation", value, ".")))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatAllLegsAskForWinsOverThePlan() throws Refused {
        MergeAnnotations merged =
                merged(Map.of("org.opencontainers.image.revision", "mine", "x", "y"), Map.of("e", "f"));
        assertThat(merged.index())
                .containsEntry("org.opencontainers.image.revision", "mine")
                .containsEntry("x", "y")
                .containsEntry("org.opencontainers.image.created", "1970-01-01T00:00:00Z");
        assertThat(merged.images().values())
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry)
                        .containsEntry("e", "f")
                        .containsEntry("dev.multiarch.build.emulated", "true"));
    }

    @Test
    void theEntryOfALayoutHasAPlaceOfItsOwn() throws Refused {
        var carried = UserAnnotations.of(ARM64, List.of("--annotation=index-descriptor,index:a=b", "."))
                .carried();
        assertThat(carried.layout()).isEqualTo(Map.of("a", "b"));
        assertThat(carried.index()).isEqualTo(Map.of("a", "b"));
        assertThat(MergeAnnotations.of(PLAN, List.of(leg("linux/amd64", carried)), List.of(), true)
                        .layout())
                .isEqualTo(Map.of("a", "b"));
    }

    /** docker/metadata-action writes labels; a person who gives these means the index as well. */
    @Test
    void labelsWinOverThePlanIfAllLegsHaveTheSame() throws Refused {
        String key = "org.opencontainers.image.revision";
        var one = new IndexAnnotations(Map.of(), Map.of(), Map.of(), Map.of(key, "one"));
        var two = new IndexAnnotations(Map.of(), Map.of(), Map.of(), Map.of(key, "two"));
        assertThat(MergeAnnotations.of(PLAN, List.of(leg("linux/amd64", one), leg("linux/arm64", one)), List.of(), true)
                        .index())
                .containsEntry(key, "one");
        assertThat(MergeAnnotations.of(PLAN, List.of(leg("linux/amd64", one), leg("linux/arm64", two)), List.of(), true)
                        .index())
                .containsEntry(key, "0123456789012345678901234567890123456789");
    }

    @Test
    void legsThatDifferAreNamedWithBothValues() {
        List<ResolvedLeg> legs = List.of(
                leg("linux/amd64", new IndexAnnotations(Map.of("a", "1", "c", "d"), Map.of())),
                leg("linux/arm64", new IndexAnnotations(Map.of("a", "2"), Map.of("only", "here"))));
        assertThatThrownBy(() -> MergeAnnotations.of(PLAN, legs, List.of(), true))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(
                        "--annotation index:a: the legs differ: linux/amd64 says \"1\"; linux/arm64 says \"2\".")
                .hasMessageContaining("index:c: the legs differ: linux/amd64 says \"d\"; linux/arm64 does not set it.");
    }

    /** Tags move only forwards by it. */
    @Test
    void aCreatedThatIsNoTimeIsRefused() {
        assertThatThrownBy(() -> merged(Map.of("org.opencontainers.image.created", "yesterday"), Map.of()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("created=yesterday is not a time");
    }

    @Test
    void aRecordCarriesThemAndItsLayout() {
        BuildRecord built = Example.built("p", "linux/arm64", 1);
        String path = BuildRecord.layoutPath("p", ARM64, built.leg().orElseThrow());
        BuildRecord record = with(built, new IndexAnnotations(Map.of("a", "b"), Map.of("c", "d")), Optional.of(path));
        assertThat(BuildRecord.read(record.write(), "record")).isEqualTo(record);
        for (String other : List.of("../x/y.oci", "/a/b/c.oci", "p/linux-arm64/../../x.oci", "p/x.oci", "a/b/c")) {
            assertThatThrownBy(() -> with(built, IndexAnnotations.NONE, Optional.of(other)))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("the layout \"" + other + "\" is malformed");
        }
    }

    private static MergeAnnotations merged(Map<String, String> index, Map<String, String> descriptor) throws Refused {
        List<ResolvedLeg> legs = new ArrayList<>();
        for (Platform platform : PLAN.platforms()) {
            legs.add(leg(platform.toString(), new IndexAnnotations(index, descriptor)));
        }
        return MergeAnnotations.of(PLAN, legs, List.of(), true);
    }

    private static ResolvedLeg leg(String platform, IndexAnnotations annotations) {
        BuildRecord record = with(Example.built("p", platform, 1), annotations, Optional.empty());
        Digest image = record.digest().orElseThrow();
        return new ResolvedLeg(record, record.leg().orElseThrow(), image, List.of(), platform);
    }

    private static BuildRecord with(BuildRecord record, IndexAnnotations annotations, Optional<String> layout) {
        return new BuildRecord(
                record.plan(),
                record.platform(),
                record.attempt(),
                record.built(),
                record.image(),
                record.leg(),
                record.digest(),
                record.emulated(),
                record.builder(),
                record.host(),
                record.started(),
                record.finished(),
                record.emulatedTime(),
                record.flags(),
                record.failure(),
                layout,
                annotations);
    }
}

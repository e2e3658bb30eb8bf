package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.embedded.Fault;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can't be taken is said once, with what to do, before anything is written. */
class MergeFromRefusedTest extends WithOtherImages {
    @BeforeEach
    void push() throws Exception {
        Digest image = images.image("x:amd64", "linux/amd64");
        images.image("x:armv6", "linux/arm/v6");
        images.image("x:arm", "linux/arm");
        images.image("x:windows", "windows(10.0.20348.1)/amd64");
        images.image("x:nowhere", "");
        images.chart("x:chart");
        images.attested("x:index", "linux/amd64", "linux/arm64");
        images.index("x:empty", MediaTypes.OCI_INDEX);
        images.index("x:attestations", MediaTypes.OCI_INDEX, images.attestation("x", image));
        images.index("x:charts", MediaTypes.OCI_INDEX, images.entry("x", images.chart("x:chart"), "", ""));
        images.index("x:nested", MediaTypes.OCI_INDEX, images.entry("x", images.digest("x:index"), "", ""));
        images.index("x:odd", MediaTypes.OCI_INDEX, images.entry("x", image, "linux/amd 64", ""));
        String size = images.entry("x", image, "linux/amd64", "").replaceFirst("\"size\": \\d+", "\"size\": 7");
        images.index("x:size", MediaTypes.OCI_INDEX, size);
        String[] many = Collections.nCopies(257, images.entry("x", image, "linux/amd64", ""))
                .toArray(String[]::new);
        images.index("x:many", MediaTypes.OCI_INDEX, many);
        String twice = images.entry("x", image, "linux/amd64", "");
        images.index("x:twice", MediaTypes.OCI_INDEX, twice, images.entry("x", image, "linux/arm64", ""));
        images.lines();
    }

    /** @param words {@code x:1} means the reference of that name, {@code app} for the repository */
    private Transcript merge(String words) {
        String[] all = Arrays.stream(words.split(" "))
                .map(word -> word.replaceFirst("(^|=)(app|(?:far/)?x:.*)$", "$1" + "REF $2"))
                .map(word -> word.contains("REF ")
                        ? word.replaceFirst("REF .*", "") + images.ref(word.substring(word.indexOf("REF ") + 4))
                        : word)
                .toArray(String[]::new);
        return commands.in(folder).run(all);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no such tag | merge --image app --tag 1 --from x:none | 3 | /x:none: reading the manifest: 404",
                "two sources of one platform | merge --image app --tag 1 --from x:amd64 --from x:index | 1 | linux/amd64: two sources have it",
                "a Helm chart | merge --image app --tag 1 --from x:chart | 1 | it is a Helm chart, not an image that clients run",
                "an index of charts | merge --image app --tag 1 --from x:charts | 1 | it holds no image (Helm chart: 1)",
                "attestations alone | merge --image app --tag 1 --from x:attestations | 1 | it holds no image (attestation: 1)",
                "an empty index | merge --image app --tag 1 --from x:empty | 1 | it has no entries",
                "an index in an index | merge --image app --tag 1 --from x:nested | 1 | it holds another index, sha256:",
                "a malformed platform | merge --image app --tag 1 --from x:odd | 1 | is for \"linux/amd 64\", which is not a platform",
                "a config without a platform | merge --image app --tag 1 --from x:nowhere | 1 | its config names no platform",
                "a wrong size | merge --image app --tag 1 --from x:size | 1 | its entry says that it has 7 bytes",
                "hundreds of entries | merge --image app --tag 1 --from x:many | 1 | it has 257 entries, at most 256 are taken",
                "one image for two platforms | merge --image app --tag 1 --from x:twice | 1 | is for linux/amd64",
                "a platform that the index lacks | merge --image app --tag 1 --from linux/s390x=x:index | 1 | it has no image for linux/s390x; it has linux/amd64, linux/arm64",
                "an image of another platform | merge --image app --tag 1 --from linux/arm64=x:amd64 | 1 | its config says linux/amd64, expected linux/arm64",
                "a variant that the config contradicts | merge --image app --tag 1 --from linux/arm/v7=x:armv6 | 1 | its config says linux/arm/v6, expected linux/arm/v7",
                "everything is removed | merge --image app --tag 1 --from x:amd64 --remove linux/amd64 | 1 | no image is left for the index",
                "nothing to remove | merge --image app --tag 1 --from x:amd64 --remove linux/s390x | 1 | --remove linux/s390x: no image of --from, --keep-from or --append is for this platform; they are for linux/amd64",
                "no platform to order | merge --image app --tag 1 --from x:amd64 --order linux/s390x | 1 | --order linux/s390x: the index has no image for it, but for linux/amd64",
            })
    void isRefused(String name, String words, int exit, String says) {
        assertThat(merge(words)).exitCode(exit).stderrContains(says);
        assertThat(images.lines()).as("nothing is written").noneMatch(line -> line.matches("(PUT|POST|PATCH) .*"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a layout | merge --image app --tag 1 --from oci:x | 2 | --from oci:x: expected an image in a registry, found a layout",
                "no image behind a platform | merge --image app --tag 1 --from linux/arm64= | 2 | no image is named. Expected REF or PLATFORM=REF",
                "a platform that is misspelt | merge --image app --tag 1 --from linux/arm46=x:index | 2 | Did you mean linux/arm64?",
                "a repository with a tag | merge --image x:1 --tag 1 --from x:amd64 | 2 | has a tag or a digest. Give the repository alone",
                "no source | merge --image app --tag 1 | 2 | --image is for an index whose images come from elsewhere",
                "no plan | merge --tag 1 --from x:amd64 | 2 | there is no plan file .multiarch/plan.json. Fix: give --image REPO",
                "a plan and an image | merge --image app --plan p.json --tag 1 --from x:amd64 | 2 | --image can't be combined with --plan",
                "to add to several tags | merge --image app --tag 1,2 --append --from x:amd64 | 2 | it takes one tag, found 2",
                "to add to nothing | merge --image app --tag none --append --from x:amd64 | 3 | :none: there is no such image, so there is nothing to keep. Nothing was merged, no tag was moved. Fix: check the name; leave out --append",
                "to keep nothing | merge --image app --tag 1 --keep-from x:none --from x:amd64 | 3 | /x:none: there is no such image, so there is nothing to keep",
                "to add and to keep | merge --image app --tag 1 --append --keep-from x:index | 2 | --append can't be combined with --keep-from",
                "without pushing | merge --image app --no-push --from x:amd64 | 2 | --no-push can't be combined with images from elsewhere",
                "an unknown setting | merge --image app --tag 1 --from x:arm --set linux/arm/v6:varient=v6 | 2 | unknown key \"varient\". Did you mean \"variant\"?",
                "a malformed setting | merge --image app --tag 1 --from x:arm --set linux/arm/v6 | 2 | --set linux/arm/v6 is malformed",
                "a setting of nothing | merge --image app --tag 1 --from x:amd64 --set linux/arm/v6:variant=v6 | 1 | no image that --from names is for it: linux/amd64",
                "a variant that is another | merge --image app --tag 1 --from x:armv6 --set linux/arm/v6:variant=v7 | 1 | says linux/arm/v6",
                "a version that is another | merge --image app --tag 1 --from x:windows --os-version windows(10.0.20348.1)/amd64=10.0.17763.1 | 1 | says windows(10.0.20348.1)/amd64",
                "a malformed version | merge --image app --tag 1 --from x:windows --os-version 10.0 | 2 | --os-version 10.0 is malformed",
            })
    void isWrongUsage(String name, String words, int exit, String says) {
        isRefused(name, words, exit, says);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a password is missing,401,UNAUTHORIZED,docker login",
        "no right to read,403,DENIED,docker login",
        "too many requests,429,TOOMANYREQUESTS,log in for a higher limit",
    })
    void aSourceThatCannotBeRead(String name, int status, String code, String fix) throws Exception {
        images.image("far/x:1", "linux/amd64");
        images.far.failAlways("GET /v2/x/manifests/1", Fault.error(status, code, "no"));
        assertThat(merge("merge --image app --tag 1 --from far/x:1"))
                .exitCode(3)
                .stderrContains(images.ref("far/x:1") + ": reading the manifest: " + status + " " + code, fix);
    }

    @Test
    void whatCannotBeCopiedMovesNoTag() throws Exception {
        images.image("far/x:1", "linux/amd64");
        images.server.failAlways("POST /v2/app/blobs/uploads/", Fault.error(429, "TOOMANYREQUESTS", "slow"));
        assertThat(merge("merge --image app --tag 1 --from far/x:1"))
                .exitCode(4)
                .stderrContainsOnce("copying to " + images.ref("app").name() + ": ")
                .stderrContains("429 TOOMANYREQUESTS", "Nothing was merged, no tag was moved.");
        assertThat(images.client.resolve(images.ref("app:1"))).isEmpty();
    }

    @Test
    void aPlannedLegIsNotReplaced() throws Exception {
        images.planned(folder, "p", "linux/amd64");
        assertThat(merge("merge --tag 1 --engine native --from x:amd64"))
                .exitCode(1)
                .stderrContains(
                        "linux/amd64: two sources have it, the plan's leg ",
                        "--keep-from takes what the plan does not make");
        assertThat(merge("merge --tag 1 --engine native --from x:index --remove linux/amd64"))
                .exitCode(0);
        assertThat(merge("merge --tag 1 --engine native --from x:armv6 --remove linux/amd64"))
                .exitCode(1)
                .stderrContains("--remove linux/amd64: it is a leg of the plan");
        assertThat(merge("merge --image app --tag 1 --from x:armv6"))
                .exitCode(2)
                .stderrContains(
                        ".multiarch/plan.json is a plan of " + images.ref("app").name());
    }
}

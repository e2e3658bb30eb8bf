package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A merge of other images reads each document once, in whichever registry and under whichever name it is. */
class ReadOnceTest extends WithOtherImages {
    private static final Pattern READ = Pattern.compile("GET /v2/(.+)/(?:manifests|blobs)/([^/]+)");

    @BeforeEach
    void older() throws Exception {
        images.attested("app:1", "linux/riscv64");
    }

    private void merge(String... more) {
        images.lines();
        images.farLines();
        List<String> all = new ArrayList<>(
                List.of("merge", "--image", images.ref("app").name(), "--tag", "1", "--engine", "native"));
        all.addAll(List.of(more));
        assertThat(commands.in(folder).run(all.toArray(String[]::new))).exitCode(0);
    }

    /** How often each digest was read. */
    private Map<String, Integer> reads() throws Exception {
        Map<String, Integer> reads = new TreeMap<>();
        List<String> here = images.lines();
        count(reads, here, "");
        count(reads, images.farLines(), "far/");
        return reads;
    }

    private void count(Map<String, Integer> reads, List<String> lines, String registry) throws Exception {
        for (String line : lines) {
            Matcher read = READ.matcher(line);
            if (read.matches()) {
                String what = read.group(2);
                if (!what.contains(":")) {
                    what = images.client
                            .resolve(images.ref(registry + read.group(1) + ":" + what))
                            .map(Digest::toString)
                            .orElse("nothing under a tag");
                }
                reads.merge(what, 1, Integer::sum);
            }
        }
        reads.remove("nothing under a tag");
        reads.remove(Digest.of(new byte[1024]).toString()); // layers are not documents
    }

    private void eachOnce() throws Exception {
        Map<String, Integer> reads = reads();
        assertThat(reads).isNotEmpty();
        assertThat(reads)
                .allSatisfy((digest, times) -> assertThat(times).as(digest).isEqualTo(1));
    }

    @Test
    void fromAnotherRegistry() throws Exception {
        images.attested("far/x:1", "linux/amd64", "linux/arm64");
        merge("--from", images.ref("far/x:1").toString());
        eachOnce();
    }

    @Test
    void fromAnotherRepository() throws Exception {
        images.image("x:amd64", "linux/amd64");
        images.image("x:arm64", "linux/arm64");
        merge("--from", images.ref("x:amd64") + "," + images.ref("x:arm64"));
        eachOnce();
    }

    @Test
    void whatIsKept() throws Exception {
        images.attested("app:1", "linux/amd64", "linux/arm64");
        images.image("far/x:s390x", "linux/s390x");
        merge("--append", "--from", images.ref("far/x:s390x").toString());
        eachOnce();
    }

    @Test
    void whereTheImagesAreTheSame() throws Exception {
        images.attested("far/x:1", "linux/amd64", "linux/arm64");
        merge("--from", images.ref("far/x:1").toString());
        merge("--from", images.ref("far/x:1").toString());
        eachOnce();
    }
}

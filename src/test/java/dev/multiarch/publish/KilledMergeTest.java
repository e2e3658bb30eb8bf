package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Plan;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.RecordStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A merge in a separate process, which is killed at each step that it writes down: its journal is a pipe, and each line waits
 * until somebody reads it.
 */
class KilledMergeTest {
    private static final String POLICY =
            Path.of("src/test/resources/publish/legs.yaml").toAbsolutePath().toString();

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private SampleRegistry registry;
    private Reference tag;
    private Digest old;

    @BeforeEach
    void start() throws Exception {
        registry = new SampleRegistry();
        tag = registry.app().withTag("1");
        old = registry.put(tag, SampleRegistry.OLD);
        Plan plan = registry.plan(SampleRegistry.NEW);
        Files.write(folder.resolve("plan.json"), plan.write());
        var store = new RecordStore(new DirectoryStore(folder.resolve("records")), warning -> {});
        for (int i = 0; i < SampleRegistry.PLATFORMS.size(); i++) {
            store.put(LegImage.record(plan, SampleRegistry.PLATFORMS.get(i), registry.legs()[i]));
        }
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private static String[] merge(String journal) {
        return new String[] {
            "merge",
            "--plan",
            "plan.json",
            "--records",
            "records",
            "--tag",
            "1",
            "--engine",
            "native",
            "--policy",
            POLICY,
            "--journal",
            journal
        };
    }

    /** Reads so many lines, each as the merge writes it, and kills the merge. */
    private List<String> kill(int lines) throws IOException, InterruptedException {
        Path mkfifo = Commands.need("mkfifo");
        Path pipe = folder.resolve("pipe");
        assertThat(commands.program(mkfifo.toString(), pipe.toString())).exitCode(0);
        Process merge = Commands.process(Commands.command(merge("pipe")))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        List<String> read = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            read.add(Files.readString(pipe));
        }
        merge.destroyForcibly();
        assertThat(merge.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return read;
    }

    @ParameterizedTest(name = "after {0} lines")
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void anotherCallCompletesIt(int lines) throws Exception {
        List<String> read = kill(lines);
        assertThat(read).allSatisfy(line -> assertThat(line).startsWith("{\"schema\":\"dev.multiarch.journal/v1\""));
        Digest held = registry.tag(tag).orElseThrow();
        assertThat(commands.in(folder).run(merge("journal"))).exitCode(0);
        Digest candidate = registry.tag(tag).orElseThrow();
        assertThat(candidate).isNotEqualTo(old);
        assertThat(held).isIn(old, candidate);
        assertThat(commands.in(folder).run(merge("journal")))
                .exitCode(0)
                .stdoutContains("stays at " + candidate + ": it points there already", "nothing has changed");
        assertThat(registry.tag(tag)).contains(candidate);
    }
}

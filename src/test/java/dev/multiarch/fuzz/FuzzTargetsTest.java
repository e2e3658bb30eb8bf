package dev.multiarch.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs what fuzzing once broke, and what it begins with, in every build; scripts/fuzz looks for more. */
class FuzzTargetsTest {
    private static final Path SEEDS = Path.of("src/test/resources/fuzz");
    private static final Map<String, Consumer<byte[]>> TARGETS = Map.of(
            "IndexFuzz", IndexFuzz::fuzzerTestOneInput,
            "ConfigFuzz", ConfigFuzz::fuzzerTestOneInput,
            "TarFuzz", TarFuzz::fuzzerTestOneInput,
            "ElfFuzz", ElfFuzz::fuzzerTestOneInput,
            "HttpFuzz", HttpFuzz::fuzzerTestOneInput,
            "ChallengeFuzz", ChallengeFuzz::fuzzerTestOneInput,
            "PolicyFuzz", PolicyFuzz::fuzzerTestOneInput,
            "DockerfileFuzz", DockerfileFuzz::fuzzerTestOneInput);

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void seedsAreReadOrRefused(String target, List<Path> seeds) throws IOException {
        assertThat(seeds).isNotEmpty();
        for (Path seed : seeds) {
            byte[] whole = Files.readAllBytes(seed);
            TARGETS.get(target).accept(whole);
            for (int length = 0; length < whole.length; length += 1 + whole.length / 50) {
                TARGETS.get(target).accept(Arrays.copyOf(whole, length));
            }
        }
    }

    static Stream<Arguments> seedsAreReadOrRefused() {
        return TARGETS.keySet().stream().sorted().map(target -> Arguments.of(target, seeds(target)));
    }

    @Test
    void aTargetNoticesWhatIsWrong() {
        assertThatThrownBy(() -> IndexFuzz.require(false, "it held"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("expected that it held");
    }

    @Test
    void theScriptRunsEachTarget() throws IOException {
        String script = Files.readString(Path.of("scripts/fuzz"));
        assertThat(TARGETS.keySet()).allSatisfy(target -> assertThat(script).contains(target));
    }

    private static List<Path> seeds(String target) {
        try (Stream<Path> files = Files.list(SEEDS.resolve(target))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.multiarch.emulation;

import dev.multiarch.image.Platform;
import dev.multiarch.process.Programs;
import dev.multiarch.step.StepFailed;
import java.util.List;

/** {@link Rootless} as a separate process, since it hands its standard streams on: {@code PLATFORMS COMMAND…}. */
final class RootlessMain {
    private RootlessMain() {}

    public static void main(String... words) throws Exception {
        List<Platform> platforms = List.of(words[0].split(",")).stream()
                .filter(word -> !word.isEmpty())
                .map(Platform::parse)
                .toList();
        var rootless = new Rootless(new Programs(line -> {}), System.getenv(), System.err::println);
        try {
            System.exit(rootless.run(platforms, List.of(words).subList(1, words.length)));
        } catch (StepFailed refused) {
            System.err.println(refused.getMessage());
            System.exit(4);
        }
    }
}

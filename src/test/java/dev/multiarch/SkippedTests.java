package dev.multiarch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Notes why tests were skipped, a line each, in the file that the property {@code multiarch.skipped} names; {@link #main}
 * sums up all such files of a folder. A build thus ends with a line that says what it has not tested.
 */
public final class SkippedTests implements TestExecutionListener {
    private final List<String> reasons = new ArrayList<>();
    private TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionSkipped(TestIdentifier identifier, String reason) {
        note(identifier, reason);
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            note(identifier, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan finished) {
        String file = System.getProperty("multiarch.skipped", "");
        if (file.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(Path.of(file).getParent());
            Files.write(Path.of(file), reasons);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A class that is skipped skips each of its tests. */
    private synchronized void note(TestIdentifier identifier, String reason) {
        long tests = identifier.isTest()
                ? 1
                : Math.max(
                        1,
                        plan.getDescendants(identifier).stream()
                                .filter(TestIdentifier::isTest)
                                .count());
        String line = reason.replaceFirst("^Assumption failed: ", "").replaceAll("\\s+", " ");
        for (long i = 0; i < tests; i++) {
            reasons.add(line);
        }
    }

    /**
     * Runs in Maven's JVM, and speaks when that ends: so it has the last line, behind Maven's own.
     *
     * @param arguments the folder
     */
    public static void main(String... arguments) throws IOException {
        String sum = sum(Path.of(arguments[0]));
        // The plugin that calls this destroys its own group of threads.
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Runtime.getRuntime().addShutdownHook(new Thread(group, () -> System.out.printf("%n%s%n", sum)));
    }

    static String sum(Path folder) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.of()) {
            for (Path file : files.sorted().toList()) {
                Files.readAllLines(file).forEach(reason -> counts.merge(reason, 1L, Long::sum));
            }
        }
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        return all == 0
                ? "No test was skipped."
                : "Tests skipped: " + all + ". "
                        + counts.entrySet().stream()
                                .map(entry -> entry.getValue() + ": " + entry.getKey())
                                .collect(Collectors.joining("; "));
    }
}

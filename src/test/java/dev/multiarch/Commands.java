package dev.multiarch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs programs for a test and keeps their transcripts:
 *
 * <pre>
 * &#64;RegisterExtension
 * final Commands commands = new Commands();
 *
 * assertThat(commands.run("merge", "--plan", "p.json")).exitCode(1).stderrContains("linux/arm64");
 * </pre>
 *
 * {@link #run} is this project's own program, in the JVM of the test, or after {@link #inOwnJvm} in a separate JVM.
 * {@link #program} is any other. Each gets no standard input, five minutes (a guard against hanging, for a machine that is
 * busy), and an environment without what a CI around the test would leak into it. A call whose exit code nobody looks at
 * fails the test.
 */
public final class Commands implements AfterEachCallback {
    private static final Pattern LEAKS = Pattern.compile(
            "(GIT|GITHUB|CI|GITLAB|DRONE|PLUGIN|JENKINS|RUNNER|ACTIONS|ACT|INPUT|MULTIARCH|JBANG)_.*|CI|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS"
                    + "|SOURCE_DATE_EPOCH|NO_COLOR|CLICOLOR.*|BUILDX_BUILDER|CDPATH|BASH_ENV|ENV");
    private static final Pattern OURS = Pattern.compile(
            "/(classes|multiarch-classes\\.jar)$|/(picocli|jackson-[a-z]+|jackson-dataformat-yaml|snakeyaml|zstd-jni|github-api"
                    + "|commons-io|commons-lang3)-[0-9][^/]*$");
    /** Nothing goes on in the background of a test that doesn't ask for it. */
    private static final Map<String, String> QUIET = Map.of("MULTIARCH_ARCHIVE", "off");

    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final int MOST = 16 << 20;

    private final List<Transcript> transcripts;
    private final Map<String, String> environment;
    private final Path directory;
    private final Duration limit;
    private final boolean ownJvm;

    public Commands() {
        this(new ArrayList<>(), new TreeMap<>(QUIET), HERE, Duration.ofMinutes(5), false);
    }

    private Commands(
            List<Transcript> transcripts,
            Map<String, String> environment,
            Path directory,
            Duration limit,
            boolean ownJvm) {
        this.transcripts = transcripts;
        this.environment = environment;
        this.directory = directory;
        this.limit = limit;
        this.ownJvm = ownJvm;
    }

    /** With a JVM for each call: for what Java itself reads, such as its options, its streams and its signals. */
    public Commands inOwnJvm() {
        return new Commands(transcripts, environment, directory, limit, true);
    }

    public Commands in(Path folder) {
        return new Commands(transcripts, environment, folder, limit, ownJvm);
    }

    public Commands within(Duration time) {
        return new Commands(transcripts, environment, directory, time, ownJvm);
    }

    /** With one more variable; an empty value takes it away. */
    public Commands with(String name, String value) {
        var more = new TreeMap<>(environment);
        more.put(name, value);
        return new Commands(transcripts, more, directory, limit, ownJvm);
    }

    /** This project's program, from the class path of the test. */
    public Transcript run(String... arguments) {
        List<String> typed = new ArrayList<>(List.of("multiarch"));
        typed.addAll(List.of(arguments));
        return ownJvm ? run(command(arguments), typed) : here(typed, List.of(arguments));
    }

    private Transcript here(List<String> typed, List<String> arguments) {
        Map<String, String> all = process(typed).environment();
        all.putAll(environment);
        all.values().removeIf(String::isEmpty);
        Path relative = directory.equals(HERE) ? Path.of("") : directory;
        Transcript transcript = new InThisJvm(Map.copyOf(all), relative, limit).run(typed, arguments);
        transcripts.add(transcript);
        return transcript;
    }

    /** What {@link #run} starts in a separate JVM, for a test that has to stop it by itself. */
    public static List<String> command(String... arguments) {
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> OURS.matcher(entry).find())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                path,
                "dev.multiarch.cli.Main"));
        words.addAll(List.of(arguments));
        return words;
    }

    public Transcript program(String... words) {
        return run(List.of(words), List.of(words));
    }

    /** Skips the calling test where this program is not installed: a JDK and Maven are all that the tests may ask for. */
    public static Path need(String program) {
        Optional<Path> found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder).resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), program + " is not installed");
        return found.get();
    }

    /** Whether it still does anything: what has ended stays in the list, a zombie, until its parent has looked at it (proc(5)). */
    public static boolean runs(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
            return !stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException gone) {
            return process.isAlive();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isEmpty()) {
            requireSeen();
        }
        transcripts.clear();
    }

    void requireSeen() {
        assertThat(transcripts)
                .as("calls whose exit code nobody looked at")
                .allMatch(transcript -> transcript.looked().get());
    }

    /** What {@link #program} starts, for a test that has to stop it by itself. */
    public static ProcessBuilder process(List<String> words) {
        var builder = new ProcessBuilder(words);
        builder.environment().keySet().removeIf(name -> LEAKS.matcher(name).matches());
        return builder;
    }

    private Transcript run(List<String> words, List<String> typed) {
        ProcessBuilder builder = process(words).directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.environment().values().removeIf(String::isEmpty);
        builder.redirectInput(new File("/dev/null"));
        try {
            Process process = builder.start();
            var out = reader(process.getInputStream());
            var err = reader(process.getErrorStream());
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                // The parent first: it would go on where a child ends.
                List<ProcessHandle> children = process.descendants().toList();
                process.destroyForcibly().waitFor();
                children.forEach(ProcessHandle::destroyForcibly);
            }
            int exit = ended ? process.exitValue() : -1;
            var transcript = new Transcript(typed, exit, stream(out), stream(err), new AtomicBoolean());
            transcripts.add(transcript);
            return transcript;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What outlives the program may keep its streams open: then there is no end to wait for. */
    private static String stream(CompletableFuture<String> text) {
        return text.completeOnTimeout("(still open after the program's end)\n", 10, TimeUnit.SECONDS)
                .join();
    }

    /** A separate thread for each stream: a pool as small as the machine has cores would let one starve. */
    private static CompletableFuture<String> reader(InputStream stream) {
        var text = new CompletableFuture<String>();
        var thread = new Thread(() -> text.complete(read(stream)));
        thread.setDaemon(true);
        thread.start();
        return text;
    }

    private static String read(InputStream stream) {
        var bytes = new ByteArrayOutputStream();
        try (stream) {
            bytes.write(stream.readNBytes(MOST));
        } catch (IOException e) {
            // A killed program closes its streams; what came before is the transcript.
            return bytes.toString(StandardCharsets.UTF_8);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

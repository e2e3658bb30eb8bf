package dev.multiarch.smoke;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.record.SmokeResult;
import dev.multiarch.record.SmokeResult.End;
import dev.multiarch.record.SmokeRun;
import dev.multiarch.text.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * BuildKit's progress in raw JSON of a build that has one {@code RUN}: when that began and how it ended, and what the
 * program printed. The time limit counts from the program's start, not from the build's: fetching the image takes what it
 * takes.
 */
final class SolveLog implements Programs.Watch {
    /** An emulator that says so ends soon; as the first process of a container it may never. */
    private static final Duration AFTER_CRASH = Duration.ofSeconds(2);

    private static final String RUN = " [0-9]{1,3}/[0-9]{1,3}\\] RUN --network=none .*";
    private static final Pattern ALONE = Pattern.compile("\\[[^\\]]{0,100}\\] RUN --network=none .*", Pattern.DOTALL);
    private static final Pattern EXIT =
            Pattern.compile("did not complete successfully: exit code: ([0-9]{1,9})(?:: [a-z ]{1,40})?$");
    /** What ended the program was not the program: BuildKit adds this to whatever exit code that made. */
    private static final String CANCELLED = "context canceled";

    private static final Pattern BY_ITSELF = Pattern.compile("did not complete successfully: exit code: [0-9]{1,9}$");

    private static final Pattern UNSTARTED = Pattern.compile("did not complete successfully: (.{1,400})$");
    private static final Pattern CRASH = Pattern.compile("(?m)^qemu: uncaught target signal ([0-9]{1,3}) ");

    /** What runc and crun, and the process that BuildKit begins a container with, say before any program runs. */
    private static final Pattern NO_PROGRAM = Pattern.compile(
            "(?:runc run failed|crun): .*?(?:exec: )?((?:\"[^\"]*\": |exec ).{1,300})|(exec .{1,300}: exec format error)");

    private static final int NO_FORMAT = 255;

    private final SmokeCommand command;
    private final Pattern name;
    private final Duration afterCrash;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private boolean more;
    private String run = "";
    private long started;
    private long ended;
    private long end = Long.MAX_VALUE;
    private Optional<Integer> signal = Optional.empty();
    private boolean complete;
    private Optional<String> error = Optional.empty();
    private boolean over;

    SolveLog(SmokeCommand command) {
        this(command, AFTER_CRASH);
    }

    /** @param afterCrash how long an emulator that reported a crash may take to end by itself */
    SolveLog(SmokeCommand command, Duration afterCrash) {
        this(command, ALONE, afterCrash);
    }

    private SolveLog(SmokeCommand command, Pattern name, Duration afterCrash) {
        this.command = command;
        this.name = name;
        this.afterCrash = afterCrash;
    }

    /** @param stage of the Dockerfile that has this {@code RUN}, among others */
    static SolveLog ofStage(String stage, SmokeCommand command) {
        Pattern name = Pattern.compile("\\[(?:[a-z0-9/]{1,60} )?" + Pattern.quote(stage) + RUN, Pattern.DOTALL);
        return new SolveLog(command, name, AFTER_CRASH);
    }

    @Override
    public void line(String raw) {
        json(raw).ifPresent(this::read);
    }

    /** What a line says; empty where it is other text on standard error. */
    static Optional<JsonObject> json(String raw) {
        try {
            return raw.startsWith("{")
                    ? Optional.of(Json.read(raw.getBytes(StandardCharsets.UTF_8), "build log"))
                    : Optional.empty();
        } catch (IllegalArgumentException odd) {
            return Optional.empty(); // not BuildKit's
        }
    }

    synchronized void read(JsonObject json) {
        try {
            for (JsonObject vertex : all(json, "vertexes")) {
                vertex(vertex);
            }
            for (JsonObject part : all(json, "logs")) {
                if (!run.isEmpty() && part.text("vertex").equals(run)) {
                    printed(Base64.getDecoder().decode(part.optionalText("data").orElse("")));
                }
            }
        } catch (IllegalArgumentException odd) {
            return; // a line that is not BuildKit's
        }
    }

    private static List<JsonObject> all(JsonObject json, String key) {
        return json.has(key) ? json.objects(key) : List.of();
    }

    private void vertex(JsonObject vertex) {
        String digest = vertex.text("digest");
        if (run.isEmpty()
                && name.matcher(vertex.optionalText("name").orElse("")).matches()) {
            run = digest;
        }
        if (!digest.equals(run)) {
            return;
        }
        if (started == 0 && vertex.has("started")) {
            started = System.nanoTime();
            end = Math.min(end, started + command.limit().toNanos());
        }
        error = error.or(() -> vertex.optionalText("error").filter(text -> !text.isEmpty()));
        if (vertex.has("completed") && !complete) {
            complete = !vertex.optionalFlag("cached").orElse(false); // from the cache, nothing ran
            ended = System.nanoTime();
        }
    }

    private void printed(byte[] bytes) {
        int room = SmokeResult.MOST_BYTES - output.size();
        output.write(bytes, 0, Math.min(room, bytes.length));
        more |= bytes.length > room;
        if (room > 0 && signal.isEmpty()) {
            Matcher crash = CRASH.matcher(text());
            if (crash.find()) {
                signal = Optional.of(Integer.valueOf(crash.group(1)));
                end = Math.min(end, System.nanoTime() + afterCrash.toNanos());
            }
        }
    }

    private String text() {
        return output.toString(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized boolean isOver() {
        over |= !complete && System.nanoTime() >= end;
        return over;
    }

    /** Whether nothing is to be waited for any more: it has ended, or is to be ended. */
    synchronized boolean isSettled() {
        return complete || isOver();
    }

    /** Whether it ran to its end, or for too long. */
    synchronized boolean isWhole() {
        return over || complete && error.isEmpty();
    }

    /** Whether it ended with an exit code that nothing else led to. */
    synchronized boolean failedByItself() {
        return complete && error.filter(text -> BY_ITSELF.matcher(text).find()).isPresent();
    }

    /** @param build what became of buildx */
    synchronized SmokeResult result(Result build) {
        if (over) {
            return signal.map(number -> result(End.CRASHED, SmokeRun.SIGNALLED + number, "crashed by signal " + number))
                    .orElseGet(() -> result(
                            End.TIMED_OUT,
                            0,
                            "ran longer than " + command.limit().toSeconds() + " s"));
        }
        if (complete && error.isEmpty()) {
            return result(End.EXITED, 0, "");
        }
        if (error.filter(text -> text.endsWith(CANCELLED)).isPresent()) {
            return SmokeResult.notRun(command, "the build was cancelled before the program ended");
        }
        Optional<Matcher> exit = found(EXIT);
        if (exit.isPresent()) {
            return exited(Integer.parseInt(exit.get().group(1)));
        }
        Optional<Matcher> unstarted = found(UNSTARTED);
        if (unstarted.isPresent()) {
            return result(End.NOT_STARTED, 0, unstarted.get().group(1));
        }
        return SmokeResult.notRun(command, reason(build));
    }

    private Optional<Matcher> found(Pattern pattern) {
        return error.map(pattern::matcher).filter(Matcher::find);
    }

    /** A program that is missing looks like one that ends with 1, and one for another CPU like one that ends with 255. */
    private SmokeResult exited(int code) {
        Matcher missing = NO_PROGRAM.matcher(text().strip());
        boolean unstarted = (code == 1 || code == NO_FORMAT) && missing.matches();
        String why = unstarted ? (missing.group(1) != null ? missing.group(1) : missing.group(2)) : "";
        return result(unstarted ? End.NOT_STARTED : End.EXITED, unstarted ? 0 : code, why);
    }

    private SmokeResult result(End how, int exit, String why) {
        long took = started == 0 ? 0 : (ended == 0 ? System.nanoTime() : ended) - started;
        return SmokeResult.of(
                command,
                how,
                exit,
                Printable.line(why),
                output.toByteArray(),
                more,
                Duration.ofMillis(Duration.ofNanos(took).toMillis()));
    }

    /** The last line, without those on progress: {@code ERROR: failed to build: failed to solve: …}. */
    static String reason(Result build) {
        List<String> said = new ArrayList<>(build.lastLines());
        said.removeIf(line -> line.startsWith("{"));
        String last = said.isEmpty() ? "buildx ended with " + build.exit() : said.get(said.size() - 1);
        return Printable.cut(last.replaceFirst("^ERROR: (?:failed to build: )?(?:failed to solve: )?", ""), 600);
    }
}

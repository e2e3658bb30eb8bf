package dev.multiarch.build;

import dev.multiarch.dockerfile.BuildSteps;
import dev.multiarch.host.diagnosis.FatalLine;
import dev.multiarch.image.Platform;
import dev.multiarch.text.Printable;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The step that a build failed with.
 *
 * @param title as messages name it, with its line
 * @param exit its exit code, where that is known; 128 and the signal's number where a signal ended it
 * @param outOfMemory whether BuildKit says that the limit of its memory ended it
 * @param fatal what it printed shortly before: a claim of its program
 * @param platform that it ran on, where that is known
 * @param emulated empty where that is not known
 */
record FailedStep(
        String title,
        Optional<Integer> exit,
        boolean outOfMemory,
        Optional<FatalLine> fatal,
        Optional<Platform> platform,
        Optional<Boolean> emulated) {
    private static final int LONGEST = 200;
    private static final String ERROR = "ERROR: ";

    /** In front of the end there may be a program's words, which BuildKit quotes. */
    private static final Pattern END =
            Pattern.compile("did not complete successfully: (?:exit code: ([0-9]{1,3})|(cannot allocate memory))$");

    private static final Pattern PROCESS = Pattern.compile("process \"(.{1,9000})\" did not complete successfully");
    private static final Pattern PLACE = Pattern.compile("\\S.{0,300}:[0-9]{1,7}");
    private static final String RULER = "--------------------";

    /** In the words of BuildKit, which {@link #of} reads. */
    static String error(int exit) {
        return ERROR + "process did not complete successfully: exit code: " + exit;
    }

    /**
     * @param end what its builder says when it ends; the exit code is missing there behind a very long command
     * @return empty where it did not fail
     */
    static Optional<FailedStep> of(String end, RunningStep step, String file) {
        return end.startsWith(ERROR)
                ? Optional.of(new FailedStep(
                        step.title(file),
                        exit(end),
                        isOutOfMemory(end),
                        step.lastWords(),
                        step.place().map(BuildSteps.Step::platform),
                        Optional.empty()))
                : Optional.empty();
    }

    FailedStep onEmulator(Optional<Boolean> known) {
        return new FailedStep(title, exit, outOfMemory, fatal, platform, known);
    }

    /** What buildx says at the end where it does not show its steps, such as with {@code --quiet}. */
    static Optional<FailedStep> of(List<String> lastLines) {
        Optional<String> end = lastLines.stream()
                .filter(line -> line.startsWith(ERROR) && exit(line).isPresent())
                .reduce((first, last) -> last);
        if (end.isEmpty()) {
            return Optional.empty();
        }
        Matcher process = PROCESS.matcher(end.get());
        String name = process.find() ? Printable.line(Printable.cut(process.group(1), LONGEST)) : "";
        String place = place(lastLines).map(at -> " (" + at + ")").orElse("");
        Optional<FatalLine> fatal = lastLines.stream()
                .map(line -> line.replaceFirst("^[0-9]{1,9}\\.[0-9]{1,9} ", ""))
                .flatMap(line -> FatalLine.of(line).stream())
                .reduce((first, last) -> last);
        return Optional.of(new FailedStep(
                (name.isEmpty() ? "of the build" : "\"" + name + "\"") + place,
                exit(end.get()),
                isOutOfMemory(end.get()),
                fatal,
                Optional.empty(),
                Optional.empty()));
    }

    private static Optional<String> place(List<String> lines) {
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i + 1).equals(RULER) && PLACE.matcher(lines.get(i)).matches()) {
                return Optional.of(Printable.line(lines.get(i)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> exit(String end) {
        Matcher found = END.matcher(end);
        if (!found.find()) {
            return Optional.empty();
        }
        return Optional.of(found.group(1) == null ? Signal.SIGKILL.exit() : Integer.parseInt(found.group(1)));
    }

    private static boolean isOutOfMemory(String end) {
        Matcher found = END.matcher(end);
        return found.find() && found.group(2) != null;
    }

    Optional<Signal> signal() {
        return exit.flatMap(Signal::ofExit);
    }
}

package dev.multiarch.build;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the program of a step ended, by the lines that buildah prints of it. With the isolation "chroot" it names a signal in
 * words and then says "status 1"; a shell that the signal did not end makes an exit code of it.
 */
final class BuildahEnd {
    private static final Pattern STATUS = Pattern.compile("(?:subprocess exited with|: exit) status ([0-9]{1,3})$");
    private static final Pattern SIGNAL = Pattern.compile("subprocess exited on ([a-z/ ]{1,40})$");

    private Optional<Integer> exit = Optional.empty();
    private boolean named;

    /** @param line without the number of its stage */
    void look(String line) {
        Matcher signal = SIGNAL.matcher(line);
        Matcher status = STATUS.matcher(line);
        if (signal.find()) {
            Signal.ofWords(signal.group(1)).ifPresent(found -> {
                exit = Optional.of(found.exit());
                named = true;
            });
        } else if (!named && status.find()) {
            exit = Optional.of(Integer.parseInt(status.group(1)));
        }
    }

    /** Empty where buildah did not say. */
    Optional<Integer> exit() {
        return exit;
    }
}

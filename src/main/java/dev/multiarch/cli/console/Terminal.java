package dev.multiarch.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Whether a person looks at standard output. {@code System.console()} can't tell: since JDK 22 it is there without one. */
public final class Terminal {
    private Terminal() {}

    /** As no-color.org and bixense.com/clicolors have it; {@code NO_COLOR} wins. */
    public static boolean takesColour(Map<String, String> environment) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        boolean forced = !List.of("", "0").contains(environment.getOrDefault("CLICOLOR_FORCE", ""));
        return forced || !"dumb".equals(environment.get("TERM")) && isOne();
    }

    private static boolean isOne() {
        return isOne(1);
    }

    /** @param stream 1 for standard output, 2 for standard error */
    public static boolean isOne(int stream) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException elsewhere) {
            return false; // neither colour nor a moving line is missed
        }
    }
}

package dev.multiarch.build;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A signal that ends a program which can't go on, and so a step of a build. */
enum Signal {
    SIGILL(4, "illegal instruction"),
    SIGTRAP(5, "trace/breakpoint trap"),
    SIGABRT(6, "aborted"),
    SIGBUS(7, "bus error"),
    SIGFPE(8, "floating point exception"),
    SIGKILL(9, "killed"),
    SIGSEGV(11, "segmentation fault"),
    SIGSYS(31, "bad system call");

    private static final int ENDED_BY_SIGNAL = 128;

    private final int number;
    private final String words;

    Signal(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /** By the exit code that a shell, runc and BuildKit give for it. */
    static Optional<Signal> ofExit(int code) {
        return Arrays.stream(values()).filter(signal -> signal.exit() == code).findFirst();
    }

    /** By the words of Go's library, which buildah prints. */
    static Optional<Signal> ofWords(String words) {
        return Arrays.stream(values())
                .filter(signal -> signal.words.equals(words.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    int exit() {
        return ENDED_BY_SIGNAL + number;
    }

    /** As messages name it: {@code signal 11 (SIGSEGV, segmentation fault)}. */
    String title() {
        return "signal " + number + " (" + name() + ", " + words + ")";
    }
}

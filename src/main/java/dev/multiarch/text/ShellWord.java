package dev.multiarch.text;

import java.util.regex.Pattern;

/** A word of a command line as a POSIX shell takes it (POSIX.1-2017, "Quoting"). */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellWord() {}

    public static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}

package dev.multiarch.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** The flags between the keyword and the arguments. Quotes and escapes are taken away; {@code --} alone ends them. */
final class FlagReader {
    /** @param rest where the arguments begin */
    record Read(List<Flag> flags, int rest) {}

    private final String line;
    private final char escape;
    private int at;

    private FlagReader(String line, int from, char escape) {
        this.line = line;
        this.at = from;
        this.escape = escape;
    }

    static Read read(String line, int from, char escape) {
        return new FlagReader(line, from, escape).read();
    }

    private Read read() {
        List<Flag> flags = new ArrayList<>();
        while (true) {
            at = Spaces.skip(line, at);
            if (!line.startsWith("--", at)) {
                return new Read(flags, at);
            }
            int start = at;
            boolean[] quoted = {false};
            String word = word(quoted);
            if (word.equals("--")) {
                return new Read(flags, at);
            }
            if (quoted[0] || !word.isEmpty()) {
                flags.add(Flag.of(word, start, at));
            }
        }
    }

    private String word(boolean[] quoted) {
        var word = new StringBuilder();
        char quote = 0;
        for (; at < line.length(); at++) {
            char c = line.charAt(at);
            if (quote == 0 && Spaces.is(c)) {
                break;
            }
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                quoted[0] = true;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (c == escape) {
                at++;
                word.append(at < line.length() ? line.substring(at, at + 1) : "");
            } else {
                word.append(c);
            }
        }
        at = Math.min(at, line.length());
        return word.toString();
    }
}

package dev.multiarch.host;

import dev.multiarch.text.FormatException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A line that registers an interpreter with binfmt_misc, {@code :name:M:offset:magic:mask:interpreter:flags}
 * (admin-guide/binfmt-misc), as distributions install them for systemd (binfmt.d(5)).
 *
 * @param entry what the kernel would make of it
 */
public record Registration(String line, BinfmtEntry entry) {
    private static final int FIELDS = 8;

    /** @throws FormatException if it registers nothing that matches a program's first bytes */
    public static Registration parse(String line) {
        if (line.isEmpty() || line.length() > 1920) { // the kernel's own limit
            throw malformed(line, "it is empty or longer than 1920 characters");
        }
        String[] fields = line.split(Pattern.quote(line.substring(0, 1)), -1);
        if (fields.length != FIELDS || !fields[2].equals("M")) {
            throw malformed(line, "expected :name:M:offset:magic:mask:interpreter:flags");
        }
        String offset = fields[3].isEmpty() ? "0" : fields[3];
        String magic = hex(line, fields[4]);
        String mask = hex(line, fields[5]);
        if (!offset.matches("\\d{1,3}") || magic.isEmpty() || !mask.isEmpty() && mask.length() != magic.length()) {
            throw malformed(line, "offset, magic and mask don't go together");
        }
        if (!fields[1].matches("[A-Za-z0-9_.+-]{1,128}") || !fields[6].startsWith("/")) {
            throw malformed(line, "it has no plain name or no interpreter");
        }
        var match = new BinfmtEntry.Match(Integer.parseInt(offset), magic, mask);
        return new Registration(
                line, new BinfmtEntry(fields[1], true, fields[6], fields[7], Optional.of(match), Optional.empty()));
    }

    /**
     * The line that registers what the kernel shows, with the place for more flags at its end.
     *
     * @throws FormatException if the entry matches a file's extension
     */
    public static Registration of(BinfmtEntry entry) {
        if (entry.match().isEmpty()) {
            throw malformed(entry.name(), "it matches an extension, not a program's first bytes");
        }
        return parse(line(entry));
    }

    /** As {@link #of}, for an entry of either kind: so that it can be put back. The kernel enables what is registered. */
    public static String line(BinfmtEntry entry) {
        List<String> what = entry.match()
                .map(match -> List.of(
                        "M",
                        match.offset() == 0 ? "" : String.valueOf(match.offset()),
                        escaped(match.magic()),
                        escaped(match.mask())))
                // The kernel shows the extension with a dot before it.
                .orElseGet(() -> List.of("E", "", entry.extension().orElse("").replaceFirst("^\\.", ""), ""));
        List<String> fields = new ArrayList<>(List.of("", entry.name()));
        fields.addAll(what);
        fields.addAll(List.of(entry.interpreter(), entry.flags()));
        // Any character may separate the fields, if no field contains it.
        boolean colon = fields.stream().anyMatch(field -> field.contains(":"));
        return String.join(colon ? "\u0001" : ":", fields);
    }

    private static String escaped(String hex) {
        return hex.replaceAll("..", "\\\\x$0");
    }

    /**
     * The line with flags that make it serve containers: F, as they don't hold the interpreter; C, as their setuid programs
     * would lose their rights; O, which C implies. P where a distribution asks for it, or where the interpreter is called as
     * Debian's are that take argv[0] from their own second argument.
     */
    public String lineForContainers() {
        var flags = new StringBuilder(entry.flags());
        for (String flag :
                entry.interpreter().endsWith("-binfmt-P") ? List.of("F", "C", "O", "P") : List.of("F", "C", "O")) {
            if (flags.indexOf(flag) < 0) {
                flags.append(flag);
            }
        }
        return line.substring(0, line.length() - entry.flags().length()) + flags;
    }

    /** Bytes are written as they are, or as {@code \x7f}. */
    private static String hex(String line, String field) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c != '\\') {
                bytes.write(c);
                continue;
            }
            if (!field.startsWith("\\x", i) || !field.substring(i + 2).matches("(?s)[0-9a-fA-F]{2}.*")) {
                throw malformed(line, "a backslash is not followed by x and two hex digits");
            }
            bytes.write(Integer.parseInt(field, i + 2, i + 4, 16));
            i += 3;
        }
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static FormatException malformed(String line, String why) {
        String begin = line.substring(0, Math.min(line.length(), 40));
        return new FormatException("binfmt_misc registration \"" + begin + "\" is malformed: " + why);
    }
}

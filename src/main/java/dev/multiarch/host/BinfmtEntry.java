package dev.multiarch.host;

import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An entry of binfmt_misc as the kernel shows it in its file (admin-guide/binfmt-misc): what a program must begin with so
 * that this interpreter runs it.
 *
 * @param interpreter its path, as it was registered
 * @param flags as shown: P keeps argv[0], O opens the program, C takes its credentials, F loaded the interpreter when it was
 *     registered, so that containers need not have it
 * @param match by the first bytes of a program; empty where the entry matches a file's extension
 * @param extension empty where the entry matches bytes
 */
public record BinfmtEntry(
        String name,
        boolean enabled,
        String interpreter,
        String flags,
        Optional<Match> match,
        Optional<String> extension) {
    private static final int LONGEST_LINE = 4096;

    /** Which bytes from {@code offset} on, under the mask, a program must have. */
    public record Match(int offset, String magic, String mask) {
        boolean matches(byte[] program) {
            byte[] wanted = HexFormat.of().parseHex(magic);
            byte[] under = mask.isEmpty() ? ones(wanted.length) : HexFormat.of().parseHex(mask);
            if (offset + wanted.length > program.length) {
                return false;
            }
            for (int i = 0; i < wanted.length; i++) {
                if (((program[offset + i] ^ wanted[i]) & under[i]) != 0) {
                    return false;
                }
            }
            return true;
        }

        private static byte[] ones(int length) {
            byte[] ones = new byte[length];
            Arrays.fill(ones, (byte) 0xff);
            return ones;
        }
    }

    /** Reads what a file of binfmt_misc says; lines of a newer kernel that are not known here are skipped. */
    public static BinfmtEntry parse(String name, String text) {
        if (!isPrintable(name) || !isPrintable(text.replace("\n", ""))) {
            throw malformed(name, "it holds control characters, or is not UTF-8");
        }
        Map<String, String> lines = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            String[] words = line.split(" ", 2);
            if (line.length() > LONGEST_LINE || lines.put(words[0], words.length > 1 ? words[1].strip() : "") != null) {
                throw malformed(name, "a line is too long or occurs twice");
            }
        });
        boolean enabled = lines.containsKey("enabled");
        if (enabled == lines.containsKey("disabled")) {
            throw malformed(name, "it says neither enabled nor disabled");
        }
        String interpreter = lines.getOrDefault("interpreter", "");
        if (interpreter.isEmpty()) {
            throw malformed(name, "it names no interpreter");
        }
        Optional<Match> match = Optional.ofNullable(lines.get("magic"))
                .map(magic -> match(name, lines.getOrDefault("offset", "0"), magic, lines.getOrDefault("mask", "")));
        Optional<String> extension = Optional.ofNullable(lines.get("extension"));
        if (match.isPresent() == extension.isPresent()) {
            throw malformed(name, "it has neither magic nor extension");
        }
        return new BinfmtEntry(name, enabled, interpreter, lines.getOrDefault("flags:", ""), match, extension);
    }

    /** Whether a program of this platform is run by it. */
    public boolean handles(Platform platform) {
        return enabled
                && platform.os().equals("linux")
                && match.isPresent()
                && Elf.header(platform.architecture()).map(match.get()::matches).orElse(false);
    }

    /**
     * Whether the other one was registered by the same line, whatever became of it since. An entry of which only the
     * interpreter is known is compared by that.
     */
    public boolean isSameAs(BinfmtEntry other) {
        boolean program = name.equals(other.name) && interpreter.equals(other.interpreter);
        boolean partly = match.isEmpty() && extension.isEmpty() || other.match.isEmpty() && other.extension.isEmpty();
        return program
                && (partly
                        || match.equals(other.match)
                                && extension.equals(other.extension)
                                && flagSet().equals(other.flagSet()));
    }

    /** The kernel shows flags in its own order, and C with the O that it means. */
    private Set<Integer> flagSet() {
        return (flags.contains("C") ? flags + "O" : flags).chars().boxed().collect(Collectors.toSet());
    }

    /** As the kernel shows it. */
    public String text() {
        String what = match.map(m -> "offset " + m.offset + "\nmagic " + m.magic + "\n"
                        + (m.mask.isEmpty() ? "" : "mask " + m.mask + "\n"))
                .orElseGet(() -> "extension " + extension.orElse("") + "\n");
        return (enabled ? "enabled" : "disabled") + "\ninterpreter " + interpreter + "\nflags: " + flags + "\n" + what;
    }

    private static boolean isPrintable(String text) {
        return text.chars().noneMatch(c -> Character.isISOControl(c) || c == '\ufffd');
    }

    private static Match match(String name, String offset, String magic, String mask) {
        boolean hex = magic.matches("([0-9a-f]{2}){1,256}") && (mask.isEmpty() || mask.matches("([0-9a-f]{2}){1,256}"));
        if (!hex || !mask.isEmpty() && mask.length() != magic.length() || !offset.matches("\\d{1,4}")) {
            throw malformed(name, "offset, magic and mask don't go together");
        }
        return new Match(Integer.parseInt(offset), magic, mask);
    }

    private static FormatException malformed(String name, String why) {
        return new FormatException("binfmt_misc entry \"" + name + "\" is malformed: " + why
                + ". Expected what the kernel shows: enabled, interpreter, flags, offset, magic, mask");
    }
}

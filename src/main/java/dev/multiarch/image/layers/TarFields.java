package dev.multiarch.image.layers;

import java.util.Map;

/** The fields of tar's headers. */
final class TarFields {
    private static final int SUM_AT = 148;
    private static final int SUM_LENGTH = 8;

    private TarFields() {}

    /** Octal text, or GNU's base 256 where the first bit is set. Never negative. */
    static long number(byte[] header, int at, int length) throws LayerException {
        if ((header[at] & 0x80) != 0) {
            long value = header[at] & 0x3f;
            require((header[at] & 0x40) == 0, "a tar header contains a negative number");
            for (int i = at + 1; i < at + length; i++) {
                require(value >> 55 == 0, "a tar header contains a number that is too large");
                value = value << 8 | header[i] & 0xff;
            }
            return value;
        }
        String text = text(header, at, length).strip();
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            require(digit >= 0 && digit < 8, "a tar header contains an invalid number");
            value = value << 3 | digit;
        }
        return value;
    }

    static long decimal(String text) throws LayerException {
        require(text.matches("\\d{1,18}"), "a tar header contains an invalid number");
        return Long.parseLong(text);
    }

    /** Up to the first zero. */
    static String text(byte[] bytes, int at, int length) {
        int end = at;
        while (end < at + length && bytes[end] != 0) {
            end++;
        }
        return TarReader.utf8(bytes, at, end - at);
    }

    static String text(byte[] bytes) {
        return text(bytes, 0, bytes.length);
    }

    /** With ustar's prefix; GNU's headers have other things there. */
    static String name(byte[] header) {
        String name = text(header, 0, 100);
        boolean ustar = text(header, 257, 6).equals("ustar") && header[263] == '0';
        String prefix = ustar ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    static boolean isZero(byte[] header) {
        for (byte b : header) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Bytes added up, signed or not, as old archivers differ; the field itself counts as blanks. */
    static void requireSum(byte[] header) throws LayerException {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < header.length; i++) {
            byte b = i >= SUM_AT && i < SUM_AT + SUM_LENGTH ? (byte) ' ' : header[i];
            unsigned += b & 0xff;
            signed += b;
        }
        long sum = number(header, SUM_AT, SUM_LENGTH);
        require(sum == unsigned || sum == signed, "it is not a tar archive, or a tar header is damaged");
    }

    /** Records of the form {@code "<length> <key>=<value>\n"}; an empty value takes the key away. */
    static void pax(byte[] bytes, Map<String, String> into) throws LayerException {
        int at = 0;
        while (at < bytes.length) {
            int blank = at;
            while (blank < bytes.length && bytes[blank] >= '0' && bytes[blank] <= '9' && blank - at < 8) {
                blank++;
            }
            boolean good = blank > at && blank < bytes.length && bytes[blank] == ' ';
            int end = good ? at + Integer.parseInt(TarReader.utf8(bytes, at, blank - at)) : 0;
            require(
                    good && end > blank + 1 && end <= bytes.length && bytes[end - 1] == '\n',
                    "a pax header in it is malformed");
            String record = TarReader.utf8(bytes, blank + 1, end - blank - 2);
            int equals = record.indexOf('=');
            require(equals > 0, "a pax header in it is malformed");
            keep(record.substring(0, equals), record.substring(equals + 1), into);
            at = end;
        }
    }

    /** Only what is asked for later, so that no archive can fill memory with keys. */
    private static void keep(String key, String value, Map<String, String> into) throws LayerException {
        switch (key) {
            case "path",
                    "linkpath",
                    "size",
                    "GNU.sparse.name",
                    "GNU.sparse.map",
                    "GNU.sparse.major",
                    "GNU.sparse.numblocks" -> {
                require(value.indexOf('\0') < 0, "a pax header in it has a zero in a value");
                if (value.isEmpty()) {
                    into.remove(key);
                } else {
                    into.put(key, key.equals("GNU.sparse.map") && value.startsWith("0,") ? "0," : value);
                }
            }
            default -> {}
        }
    }

    static void require(boolean good, String otherwise) throws LayerException {
        if (!good) {
            throw new LayerException(otherwise);
        }
    }
}

package dev.multiarch.dockerfile;

import dev.multiarch.text.FormatException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The text of a file, with its lines. What is not UTF-8 is read as ISO 8859-1, so that no byte is lost on the way back. */
public final class SourceText {
    /** More than any Dockerfile that a person wrote. */
    static final int LARGEST = 1 << 20;

    /** In bytes; BuildKit refuses a line that is longer. */
    static final int LONGEST_LINE = 65_535;

    private final String file;
    private final String text;
    private final Charset charset;
    private final int[] starts;

    private SourceText(String file, String text, Charset charset) {
        this.file = file;
        this.text = text;
        this.charset = charset;
        List<Integer> lines = new ArrayList<>(List.of(0));
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            lines.add(at + 1);
        }
        this.starts = lines.stream().mapToInt(Integer::intValue).toArray();
    }

    /** @throws FormatException if it is too large, or a line of it is too long */
    static SourceText of(String file, byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw new FormatException(file
                    + " is larger than 1 MiB, expected a Dockerfile. Fix: name another file, or copy long texts from files of"
                    + " their own");
        }
        int start = 0;
        int line = 1;
        for (int at = 0; at <= bytes.length; at++) {
            if (at == bytes.length || bytes[at] == '\n') {
                if (at - start > LONGEST_LINE) {
                    throw new FormatException(file + ":" + line + ":1 the line is longer than " + LONGEST_LINE
                            + " bytes, and BuildKit refuses such a file. Fix: break the line with a continuation");
                }
                start = at + 1;
                line++;
            }
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new SourceText(file, text, StandardCharsets.UTF_8);
        } catch (CharacterCodingException other) {
            return new SourceText(file, new String(bytes, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
        }
    }

    public String file() {
        return file;
    }

    public String text() {
        return text;
    }

    /** The same file with another text. */
    public SourceText with(String other) {
        return new SourceText(file, other, charset);
    }

    public byte[] bytes() {
        return text.getBytes(charset);
    }

    /** How many lines there are; a line break at the end begins no further one. */
    public int lines() {
        return starts[starts.length - 1] == text.length() ? starts.length - 1 : starts.length;
    }

    /** @return where the line begins, counted from 1; the end of the text for the one behind the last */
    public int start(int line) {
        return line > starts.length ? text.length() : starts[line - 1];
    }

    /** A line without its line break, counted from 1. */
    public String line(int number) {
        String whole = text.substring(start(number), start(number + 1));
        return whole.replaceFirst("\\r?\\n$", "");
    }

    public Position spot(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        int line = found >= 0 ? found : -found - 2;
        int start = Math.min(starts[line], offset);
        return new Position(line + 1, text.codePointCount(start, Math.min(offset, text.length())) + 1);
    }
}

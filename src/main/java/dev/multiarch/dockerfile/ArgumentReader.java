package dev.multiarch.dockerfile;

import dev.multiarch.dockerfile.Instruction.Form;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arguments of an instruction, by the rules of its keyword. */
final class ArgumentReader {
    record Read(Form form, List<Word> words) {
        static Read plain(List<Word> words) {
            return new Read(Form.PLAIN, words);
        }
    }

    private final String line;
    private final int start;
    private final int end;
    private final char escape;

    /** @param from where the arguments begin */
    ArgumentReader(String line, int from, char escape) {
        this.line = line;
        this.start = Spaces.skip(line, from);
        this.end = Spaces.end(line, start);
        this.escape = escape;
    }

    /** @throws FormatException if the keyword takes no such */
    Read read(Keyword keyword) {
        if (start == end && keyword != Keyword.ADD && keyword != Keyword.COPY && keyword != Keyword.VOLUME) {
            return Read.plain(List.of());
        }
        return switch (keyword) {
            case ARG -> Read.plain(words());
            case ENV, LABEL -> pairs(keyword);
            case EXPOSE, FROM -> Read.plain(split(start, end));
            case MAINTAINER, STOPSIGNAL, USER, WORKDIR, ONBUILD -> Read.plain(List.of(word(start, end)));
            case HEALTHCHECK -> healthcheck();
            case ADD, COPY, VOLUME ->
                json(start).orElseGet(() -> Read.plain(start == end ? List.of() : split(start, end)));
            default -> json(start).orElseGet(() -> Read.plain(List.of(word(start, end))));
        };
    }

    private Word word(int from, int to) {
        return new Word(line.substring(from, to), from, to);
    }

    private Optional<Read> json(int from) {
        return JsonArray.read(line.substring(0, end), from).map(words -> new Read(Form.JSON, words));
    }

    private Read healthcheck() {
        int separator = start;
        while (separator < end && !isByteSpace(line.charAt(separator))) {
            separator++;
        }
        int next = separator;
        while (next < end && isByteSpace(line.charAt(next))) {
            next++;
        }
        List<Word> words = new ArrayList<>(List.of(word(start, separator)));
        if (next == end) {
            return Read.plain(words);
        }
        Read rest = json(next).orElse(Read.plain(List.of(word(next, end))));
        words.addAll(rest.words());
        return new Read(rest.form(), words);
    }

    private static boolean isByteSpace(char c) {
        return c < 0x80 && Spaces.is(c);
    }

    /** At white space, whatever is quoted. */
    private List<Word> split(int from, int to) {
        List<Word> words = new ArrayList<>();
        int at = from;
        while (true) {
            int begin = at;
            while (at < to && !Spaces.separates(line.charAt(at))) {
                at++;
            }
            words.add(word(begin, at));
            if (at == to) {
                return words;
            }
            while (at < to && Spaces.separates(line.charAt(at))) {
                at++;
            }
        }
    }

    private Read pairs(Keyword keyword) {
        List<Word> words = words();
        if (words.isEmpty()) {
            return Read.plain(List.of());
        }
        if (words.get(0).value().indexOf('=') < 0) {
            return legacy(keyword);
        }
        List<Word> pairs = new ArrayList<>();
        for (Word word : words) {
            int equals = word.value().indexOf('=');
            if (equals < 0) {
                throw new FormatException(keyword + " has \"" + word.value()
                        + "\", expected the form name=value. Fix: quote values with" + " white space");
            }
            int middle = word.start() + equals;
            pairs.add(new Word(word.value().substring(0, equals), word.start(), middle));
            pairs.add(new Word(word.value().substring(equals + 1), middle + 1, word.end()));
        }
        return Read.plain(pairs);
    }

    private Read legacy(Keyword keyword) {
        int at = start;
        while (at < end && !Spaces.separates(line.charAt(at))) {
            at++;
        }
        int value = at;
        while (value < end && Spaces.separates(line.charAt(value))) {
            value++;
        }
        if (at == end) {
            throw new FormatException(keyword + " must have two arguments");
        }
        return new Read(Form.LEGACY, List.of(word(start, at), word(value, end)));
    }

    /** At white space that is not quoted; quotes and escapes are kept. */
    private List<Word> words() {
        List<Word> words = new ArrayList<>();
        int at = start;
        while (true) {
            at = Spaces.skip(line, at);
            if (at >= end) {
                return words;
            }
            int begin = at;
            var text = new StringBuilder();
            at = word(begin, text);
            if (text.length() > 0) {
                words.add(new Word(text.toString(), begin, at));
            }
        }
    }

    /** An escape at the very end of the line is left out. */
    private int word(int from, StringBuilder text) {
        char quote = 0;
        int at = from;
        while (at < end) {
            char c = line.charAt(at);
            if (quote == 0 && Spaces.is(c)) {
                return at;
            }
            if (c == escape && quote != '\'') {
                if (at + 1 == end) {
                    return end;
                }
                text.append(c).append(line.charAt(at + 1));
                at += 2;
                continue;
            }
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
            text.append(c);
            at++;
        }
        return at;
    }
}

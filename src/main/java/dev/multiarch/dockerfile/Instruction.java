package dev.multiarch.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One instruction with its continued lines.
 *
 * @param spelt the keyword as it is written
 * @param line the whole of it without comments, empty lines and here-documents
 * @param words of {@code ENV} and {@code LABEL}: names and values in turn; of a command without brackets: the whole of it
 * @param firstLine counted from 1
 * @param lastLine the one where the last here-document ends
 * @param comments in front of it, without {@code #}
 * @param trigger what an {@code ONBUILD} adds
 */
public record Instruction(
        Keyword keyword,
        String spelt,
        MappedText line,
        List<Flag> flags,
        Form form,
        List<Word> words,
        List<Heredoc> heredocs,
        int firstLine,
        int lastLine,
        List<String> comments,
        Optional<Instruction> trigger) {
    private static final Pattern MOUNT_FROM = Pattern.compile("(?:^|,)from=([^,]+)");

    /** How its arguments are written. */
    public enum Form {
        PLAIN,
        /** As a JSON array. */
        JSON,
        /** {@code ENV name value}. */
        LEGACY
    }

    /** A name with its value, of {@code ARG}, {@code ENV} and {@code LABEL}. */
    public record Pair(String name, Optional<Word> value, Word whole) {}

    public Instruction {
        flags = List.copyOf(flags);
        words = List.copyOf(words);
        heredocs = List.copyOf(heredocs);
        comments = List.copyOf(comments);
    }

    public boolean isJson() {
        return form == Form.JSON;
    }

    public Optional<Flag> flag(String name) {
        return flags.stream().filter(flag -> flag.name().equals(name)).findFirst();
    }

    public List<Flag> flags(String name) {
        return flags.stream().filter(flag -> flag.name().equals(name)).toList();
    }

    /** The stages and images that {@code COPY --from} and mounts name. */
    public List<String> sources() {
        List<String> sources = new ArrayList<>();
        if (keyword == Keyword.COPY) {
            flag("from").flatMap(Flag::value).ifPresent(sources::add);
        }
        flags("mount").forEach(mount -> {
            Matcher from = MOUNT_FROM.matcher(mount.value().orElse(""));
            if (from.find()) {
                sources.add(from.group(1));
            }
        });
        return sources;
    }

    /** Where in the file it begins. */
    public int offset() {
        return line.source(0);
    }

    /** In the file. */
    public int offset(Word word) {
        return line.source(word.start());
    }

    public List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        if (keyword == Keyword.ARG) {
            words.forEach(word -> pairs.add(pair(word)));
        } else {
            for (int i = 0; i + 1 < words.size(); i += 2) {
                Word name = words.get(i);
                Word value = words.get(i + 1);
                pairs.add(new Pair(
                        name.value(),
                        Optional.of(value),
                        new Word(line.text().substring(name.start(), value.end()), name.start(), value.end())));
            }
        }
        return pairs;
    }

    private static Pair pair(Word word) {
        int equals = word.value().indexOf('=');
        if (equals < 0) {
            return new Pair(word.value(), Optional.empty(), word);
        }
        var value = new Word(word.value().substring(equals + 1), word.start() + equals + 1, word.end());
        return new Pair(word.value().substring(0, equals), Optional.of(value), word);
    }
}

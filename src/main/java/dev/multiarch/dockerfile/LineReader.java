package dev.multiarch.dockerfile;

import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts continued lines together, leaves comments and empty lines out, and takes here-documents as they are. */
final class LineReader {
    /**
     * A line with its continuations.
     *
     * @param first counted from 1
     */
    record Line(MappedText text, int first, List<String> comments) {}

    private final SourceText source;
    private final DirectiveReader directives = new DirectiveReader();
    private List<String> comments = new ArrayList<>();
    private int next = 1;

    LineReader(SourceText source) {
        this.source = source;
    }

    char escape() {
        return directives.escape();
    }

    List<Directive> directives() {
        return directives.found();
    }

    /** The number of the line that was read last. */
    int last() {
        return next - 1;
    }

    private boolean hasNext() {
        return next <= source.lines();
    }

    /** Empty at the end of the file. */
    Optional<Line> next() {
        while (hasNext()) {
            int first = next;
            int start = start(next);
            int end = end(next++);
            boolean comment = isComment(start, end);
            if (comment) {
                comment(start, end);
            }
            int from = skip(start, end);
            if (directive(source.text().substring(from, end), first)) {
                comments.remove(comments.size() - 1);
            }
            int kept = comment ? from : continued(from, end);
            boolean complete = comment || kept < 0;
            int to = comment ? from : complete ? end : kept;
            if (complete && to == from) {
                continue;
            }
            var text = new MappedText.Builder().add(source.text().substring(from, to), from);
            if (!complete) {
                continuation(text);
            }
            var line = new Line(text.build(), first, comments);
            comments = new ArrayList<>();
            return Optional.of(line);
        }
        return Optional.empty();
    }

    private void continuation(MappedText.Builder text) {
        boolean more = true;
        while (more && hasNext()) {
            int start = start(next);
            int end = end(next++);
            if (isComment(start, end) || skip(start, end) == end) {
                continue;
            }
            int kept = continued(start, end);
            more = kept >= 0;
            int to = more ? kept : end;
            text.add(source.text().substring(start, to), start);
        }
    }

    private boolean directive(String line, int number) {
        try {
            return directives.read(line, number);
        } catch (FormatException refused) {
            throw new FormatException(source.file() + ":" + number + ":1 " + refused.getMessage());
        }
    }

    /** A comment of white space alone ends what was said before. */
    private void comment(int start, int end) {
        String text = Spaces.strip(source.text().substring(start + 1, end));
        if (text.isEmpty()) {
            comments = new ArrayList<>();
        } else {
            comments.add(text);
        }
    }

    /** Where a line ends that the next one continues; -1 where none does. An escape behind an escape continues nothing. */
    private int continued(int start, int end) {
        int at = end;
        while (at > start
                && (source.text().charAt(at - 1) == ' ' || source.text().charAt(at - 1) == '\t')) {
            at--;
        }
        boolean escaped = at > start && source.text().charAt(at - 1) == escape();
        boolean twice = at - 1 > start && source.text().charAt(at - 2) == escape();
        return escaped && !twice ? at - 1 : -1;
    }

    private boolean isComment(int start, int end) {
        int at = skip(start, end);
        return at < end && source.text().charAt(at) == '#';
    }

    private int skip(int start, int end) {
        int at = start;
        while (at < end && Spaces.is(source.text().charAt(at))) {
            at++;
        }
        return at;
    }

    /** Behind the byte order mark that a file may begin with. */
    private int start(int line) {
        return line == 1 && source.text().startsWith("\ufeff") ? 1 : source.start(line);
    }

    private int end(int line) {
        int at = Math.max(source.start(line + 1), start(line));
        while (at > start(line) && "\r\n".indexOf(source.text().charAt(at - 1)) >= 0) {
            at--;
        }
        return at;
    }

    /**
     * The lines up to the one that is its name.
     *
     * @return empty where there is no such line
     */
    Optional<Heredoc> content(Heredoc heredoc) {
        int start = source.start(next);
        while (hasNext()) {
            int line = next++;
            String text = source.text().substring(source.start(line), end(line));
            String bare = heredoc.chomps() ? text.replaceFirst("^\\t+", "") : text;
            if (bare.equals(heredoc.name())) {
                String content = source.text().substring(start, source.start(line));
                return Optional.of(heredoc.with(
                        new MappedText.Builder().add(content, start).build()));
            }
        }
        return Optional.empty();
    }
}

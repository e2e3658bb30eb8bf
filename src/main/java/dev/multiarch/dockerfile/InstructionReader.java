package dev.multiarch.dockerfile;

import dev.multiarch.text.FormatException;
import dev.multiarch.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes instructions of lines. */
final class InstructionReader {
    /** More than any Dockerfile that a person wrote. */
    private static final int MOST = 20_000;

    private final SourceText source;
    private final LineReader lines;

    InstructionReader(SourceText source) {
        this.source = source;
        this.lines = new LineReader(source);
    }

    char escape() {
        return lines.escape();
    }

    List<Directive> directives() {
        return lines.directives();
    }

    List<Instruction> read() {
        List<Instruction> all = new ArrayList<>();
        for (Optional<LineReader.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            all.add(instruction(line.get()));
            if (all.size() > MOST) {
                throw new FormatException(source.file() + " has more than " + MOST
                        + " instructions. Fix: put them into a script that one RUN calls, or name another file");
            }
        }
        if (all.isEmpty()) {
            throw new FormatException(source.file()
                    + " has no instructions, expected a Dockerfile. Fix: begin it with FROM, or name another file");
        }
        return all;
    }

    private Instruction instruction(LineReader.Line line) {
        try {
            Instruction bare = parse(line.text(), line.first(), line.comments(), false)
                    .orElseThrow(() -> unknown(line.text().text()));
            Instruction whole = withHeredocs(bare);
            Grammar.check(whole);
            return whole;
        } catch (FormatException refused) {
            throw new FormatException(source.file() + ":" + line.first() + ":1 " + refused.getMessage());
        }
    }

    private static FormatException unknown(String line) {
        String word = line.substring(0, keywordEnd(line));
        return new FormatException("unknown instruction \"" + word + "\". " + Nearest.hint(word, Keyword.names()));
    }

    private static int keywordEnd(String line) {
        int at = 0;
        while (at < line.length() && !Spaces.separates(line.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Empty for a keyword that nobody knows. */
    private Optional<Instruction> parse(MappedText given, int first, List<String> comments, boolean triggered) {
        int begin = Spaces.skip(given.text(), 0);
        MappedText line = given.part(begin, Spaces.end(given.text(), begin));
        String text = line.text();
        int end = keywordEnd(text);
        Optional<Keyword> keyword = Keyword.of(text.substring(0, end));
        if (keyword.isEmpty()) {
            return Optional.empty();
        }
        FlagReader.Read flags = FlagReader.read(text, end, escape());
        ArgumentReader.Read arguments = new ArgumentReader(text, flags.rest(), escape()).read(keyword.get());
        Optional<Instruction> trigger = Optional.empty();
        if (keyword.get() == Keyword.ONBUILD && !arguments.words().isEmpty()) {
            if (triggered) {
                throw new FormatException("ONBUILD can't be the trigger of an ONBUILD");
            }
            trigger = parse(line.part(arguments.words().get(0).start(), text.length()), first, List.of(), true);
        }
        return Optional.of(new Instruction(
                keyword.get(),
                text.substring(0, end),
                line,
                flags.flags(),
                arguments.form(),
                arguments.words(),
                List.of(),
                first,
                lines.last(),
                comments,
                trigger));
    }

    private Instruction withHeredocs(Instruction bare) {
        Instruction taker = bare.trigger().orElse(bare);
        List<Heredoc> heredocs = new ArrayList<>();
        if (taker.keyword().takesHeredocs() && !taker.isJson()) {
            for (Heredoc announced : HeredocReader.of(bare.line().text())) {
                heredocs.add(lines.content(announced)
                        .orElseThrow(() -> new FormatException("unterminated heredoc: expected a line that is \""
                                + announced.name() + "\". Fix: write " + announced.name()
                                + " alone on the line behind the text")));
            }
        }
        Optional<Instruction> trigger = bare.trigger().map(each -> with(each, heredocs, Optional.empty()));
        return with(bare, heredocs, trigger);
    }

    private Instruction with(Instruction bare, List<Heredoc> heredocs, Optional<Instruction> trigger) {
        return new Instruction(
                bare.keyword(),
                bare.spelt(),
                bare.line(),
                bare.flags(),
                bare.form(),
                bare.words(),
                heredocs,
                bare.firstLine(),
                lines.last(),
                bare.comments(),
                trigger);
    }
}

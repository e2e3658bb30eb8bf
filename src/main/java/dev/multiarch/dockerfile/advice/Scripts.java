package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.MappedText;
import dev.multiarch.dockerfile.Word;
import dev.multiarch.dockerfile.shell.Script;
import dev.multiarch.dockerfile.shell.Script.Block;
import dev.multiarch.dockerfile.shell.ShellWord;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The scripts of {@code RUN} instructions, each read once. */
final class Scripts {
    /** @param text that offsets of the block are in */
    record Readable(MappedText text, Block block) {}

    private static final Pattern HEREDOC_ALONE =
            Pattern.compile("\\d{0,9}<<-?[ \\t]*[\"']?[^\\s\"'<>|&;]{1,200}[\"']?");
    private static final Pattern OTHER_LANGUAGE = Pattern.compile("#!(?!.*\\b(?:ba|da|a|z|k)?sh\\b).*", Pattern.DOTALL);
    private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash", "zsh", "ksh");

    private final Map<Instruction, List<Readable>> read = new IdentityHashMap<>();

    /** Of a shell that speaks like sh. */
    static boolean isShell(String program) {
        return SHELLS.contains(program.substring(program.lastIndexOf('/') + 1));
    }

    /** None where it is another language, or is not understood. */
    List<Readable> of(Instruction run) {
        return read.computeIfAbsent(run, Scripts::readAll);
    }

    private static List<Readable> readAll(Instruction run) {
        if (run.words().isEmpty()) {
            return List.of();
        }
        if (run.isJson()) {
            return List.of(ofWords(run));
        }
        Word word = run.words().get(0);
        MappedText line = run.line().part(word.start(), word.end());
        boolean alone = HEREDOC_ALONE.matcher(line.text()).matches();
        List<Readable> all = new ArrayList<>();
        Optional<Block> block = Script.read(line.text());
        if (!alone) {
            block.ifPresent(each -> all.add(new Readable(line, each)));
        }
        boolean script = alone || block.filter(Scripts::isShellAlone).isPresent();
        if (script && run.heredocs().size() == 1) {
            MappedText content = run.heredocs().get(0).content();
            if (!OTHER_LANGUAGE.matcher(content.text().split("\n", 2)[0]).matches()) {
                Script.read(content.text()).ifPresent(each -> all.add(new Readable(content, each)));
            }
        }
        return all;
    }

    /** {@code bash <<EOF}: the script is its input. */
    private static boolean isShellAlone(Block block) {
        return block.items().size() == 1
                && block.items().get(0).pipeline().commands().get(0) instanceof Script.Simple simple
                && !simple.words().isEmpty()
                && isShell(simple.words().get(0).literal().orElse(""))
                && simple.words().stream()
                        .skip(1)
                        .allMatch(word -> word.literal().orElse("").startsWith("-"));
    }

    private static Readable ofWords(Instruction run) {
        List<ShellWord> words = run.words().stream()
                .map(word -> new ShellWord(word.start(), word.end(), List.of(new ShellWord.Text(word.value(), true))))
                .toList();
        var simple = new Script.Simple(run.words().get(0).start(), List.of(), words);
        var item = new Script.Item(Script.Joint.ALWAYS, new Script.Pipeline(false, List.of(simple)));
        return new Readable(run.line(), new Block(List.of(item)));
    }
}

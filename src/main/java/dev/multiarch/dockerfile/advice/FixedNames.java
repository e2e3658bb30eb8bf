package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.MappedText;
import dev.multiarch.dockerfile.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the fixed name of an architecture becomes that of the platform. */
final class FixedNames {
    /** These are called the same by Go, by BuildKit and by Debian. */
    private static final Set<String> SAME_NAMES = Set.of("amd64", "arm64", "s390x", "riscv64");

    /** With another architecture the file is another one, too. */
    private static final Pattern CHECKSUM =
            Pattern.compile("(?i)sha(?:1|224|256|384|512)|md5|checksum|gpg|[0-9a-f]{40}");

    private static final Pattern ASKS = Pattern.compile("\\b(?:case|if)\\b");

    private FixedNames() {}

    static String fix(Analysis analysis, String name) {
        if (name.equals("x86_64")) {
            return "use $(uname -m), which says x86_64 and aarch64, or a table of what each platform is called there";
        }
        boolean same = analysis.platforms().stream().allMatch(platform -> SAME_NAMES.contains(platform.architecture()));
        return same && SAME_NAMES.contains(name)
                ? "use ARG TARGETARCH and ${TARGETARCH}"
                : "use ARG TARGETARCH, and a table of what each platform is called there";
    }

    /**
     * None where a person has to look: at checksums, at questions about the architecture, at quotes.
     *
     * @param offsets of the words that name it
     * @param place where the fault is shown
     */
    static List<Edit> edits(Analysis analysis, List<Integer> offsets, int place, String name) {
        Dockerfile file = analysis.file();
        Optional<Instruction> instruction = Places.at(file, place);
        Optional<Stage> stage = Places.stage(file, place);
        boolean simple = analysis.platforms().stream().allMatch(each -> SAME_NAMES.contains(each.architecture()))
                && offsets.stream().allMatch(offset -> Places.at(file, offset).equals(instruction));
        if (!simple || instruction.isEmpty() || stage.isEmpty()) {
            return List.of();
        }
        boolean onTarget = analysis.of(stage.get().index()).stream()
                .allMatch(view -> view.runsOn().kind() == RunsOn.Kind.TARGET);
        boolean asks = ASKS.matcher(instruction.get().line().text()).find();
        boolean checked = CHECKSUM.matcher(text(instruction.get())).find();
        return onTarget && !asks && !checked ? replaced(file, stage.get(), instruction.get(), name) : List.of();
    }

    private static String text(Instruction instruction) {
        var text = new StringBuilder(instruction.line().text());
        instruction.heredocs().forEach(heredoc -> text.append(heredoc.content().text()));
        return text.toString();
    }

    private static List<Edit> replaced(Dockerfile file, Stage stage, Instruction instruction, String name) {
        String by = by(instruction, name);
        if (by.isEmpty()) {
            return List.of();
        }
        List<Edit> edits = new ArrayList<>();
        List<MappedText> texts = new ArrayList<>(List.of(instruction.line()));
        instruction.heredocs().forEach(heredoc -> texts.add(heredoc.content()));
        Pattern whole = Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(name) + "(?![A-Za-z0-9])");
        for (MappedText text : texts) {
            Matcher found = whole.matcher(text.text());
            while (found.find()) {
                if (inSingleQuotes(text.text(), found.start()) || !text.isContiguous(found.start(), found.end())) {
                    return List.of();
                }
                int start = text.source(found.start());
                edits.add(new Edit.Replace(start, start + name.length(), by));
            }
        }
        if (by.contains("TARGETARCH")) {
            edits.add(new Edit.Declare(stage.index(), Places.start(file, instruction), "TARGETARCH"));
        }
        return edits;
    }

    private static String by(Instruction instruction, String name) {
        Keyword keyword = instruction.keyword();
        if (name.equals("amd64")) {
            return "${TARGETARCH}";
        }
        if (!name.equals("x86_64")) {
            return "";
        }
        boolean paths = instruction.words().stream()
                .filter(word -> word.value().contains(name))
                .allMatch(word -> word.value().contains(name + "-linux-"));
        if (keyword == Keyword.RUN && !instruction.isJson()) {
            return "$(uname -m)";
        }
        return keyword == Keyword.COPY && paths ? "*" : "";
    }

    private static boolean inSingleQuotes(String text, int at) {
        return text.substring(0, at).chars().filter(c -> c == '\'').count() % 2 == 1;
    }
}

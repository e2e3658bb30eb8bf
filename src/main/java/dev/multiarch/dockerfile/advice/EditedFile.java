package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.SourceText;
import dev.multiarch.dockerfile.Stage;
import dev.multiarch.dockerfile.advice.Edit.Replace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A Dockerfile with the edits of faults. Where two faults edit the same place, the first has its way. */
public final class EditedFile {
    private final Dockerfile file;
    private final List<Replace> replaced = new ArrayList<>();
    private final Map<Integer, Map<String, Integer>> declared = new TreeMap<>();
    private final List<Fault> fixed = new ArrayList<>();

    private EditedFile(Dockerfile file) {
        this.file = file;
    }

    public static EditedFile of(Dockerfile file, List<Fault> faults) {
        var edited = new EditedFile(file);
        faults.forEach(edited::add);
        edited.declare();
        edited.replaced.sort(Comparator.comparing(Replace::start).thenComparing(Replace::end));
        return edited;
    }

    /** Those that the edits take away. */
    public List<Fault> fixed() {
        return List.copyOf(fixed);
    }

    private void add(Fault fault) {
        List<Replace> own = new ArrayList<>();
        List<Edit.Declare> names = new ArrayList<>();
        for (Edit edit : fault.edits()) {
            if (edit instanceof Replace replace) {
                own.add(replace);
            } else if (edit instanceof Edit.Declare declare) {
                names.add(declare);
            }
        }
        own.removeIf(replaced::contains);
        boolean free = own.stream().noneMatch(each -> replaced.stream().anyMatch(other -> meet(each, other)));
        if (fault.edits().isEmpty() || !free) {
            return;
        }
        fixed.add(fault);
        replaced.addAll(own);
        names.forEach(declare -> declared.computeIfAbsent(declare.stage(), stage -> new LinkedHashMap<>())
                .merge(declare.name(), declare.offset(), Math::min));
    }

    private static boolean meet(Replace one, Replace other) {
        return one.start() == other.start() || one.start() < other.end() && other.start() < one.end();
    }

    /** Each name once in a stage, in front of the first instruction that takes it. */
    private void declare() {
        declared.forEach((stage, names) -> {
            Map<Integer, Set<String>> lines = new TreeMap<>();
            names.forEach((name, offset) -> {
                if (!isDeclared(file.stages().get(stage), name, offset)) {
                    lines.computeIfAbsent(offset, at -> new LinkedHashSet<>()).add(name);
                }
            });
            lines.forEach((offset, all) -> {
                int at = aboveComments(offset);
                replaced.add(new Replace(at, at, "ARG " + String.join(" ", all) + lineEnd()));
            });
        });
    }

    private boolean isDeclared(Stage stage, String name, int offset) {
        return stage.instructions().stream()
                .filter(instruction -> instruction.keyword() == Keyword.ARG && instruction.offset() < offset)
                .flatMap(arg -> arg.pairs().stream())
                .anyMatch(pair -> pair.name().equals(name));
    }

    /** A comment stays with its instruction. */
    private int aboveComments(int offset) {
        SourceText source = file.source();
        int line = source.spot(offset).line();
        while (line > 1 && source.line(line - 1).startsWith("#") && !isInside(line - 1)) {
            line--;
        }
        return source.start(line);
    }

    private boolean isInside(int line) {
        return file.instructions().stream().anyMatch(each -> each.firstLine() <= line && line <= each.lastLine());
    }

    private String lineEnd() {
        return file.source().text().contains("\r\n") ? "\r\n" : "\n";
    }

    /** The whole text. */
    public String text() {
        var text = new StringBuilder();
        String source = file.source().text();
        int at = 0;
        for (Replace replace : replaced) {
            text.append(source, at, replace.start()).append(replace.text());
            at = replace.end();
        }
        return text.append(source, at, source.length()).toString();
    }

    List<Replace> edits() {
        return List.copyOf(replaced);
    }

    SourceText source() {
        return file.source();
    }

    /** Unified, with three lines around each change; empty where there is none. */
    public String diff() {
        return replaced.isEmpty() ? "" : new UnifiedDiff(this).print();
    }
}

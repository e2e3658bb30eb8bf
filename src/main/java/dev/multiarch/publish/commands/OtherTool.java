package dev.multiarch.publish.commands;

import dev.multiarch.publish.source.Part;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A tool that can make an index as well. */
public enum OtherTool {
    DOCKER_MANIFEST("docker-manifest", new DockerManifestCommands()),
    IMAGETOOLS("imagetools", new ImagetoolsCommands()),
    BUILDAH("buildah", new BuildahCommands()),
    REGCTL("regctl", new RegctlCommands());

    /** The commands of one tool. */
    interface Commands {
        /** Lines to paste into a shell. */
        List<String> of(PrintedIndex index);
    }

    private final String word;
    private final Commands commands;

    OtherTool(String word, Commands commands) {
        this.word = word;
        this.commands = commands;
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(tool -> tool.word).toList();
    }

    public static OtherTool parse(String word) {
        return Arrays.stream(values())
                .filter(tool -> tool.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new FormatException(
                        "--print-commands " + word + ": unknown tool. " + Nearest.hint(word, words())));
    }

    /** Lines to paste into a shell; a comment says what they leave out. */
    public List<String> commands(PrintedIndex index) {
        PrintedIndex printable = index.printable();
        int hidden = index.annotations().size() - printable.annotations().size();
        List<String> lines = new ArrayList<>();
        if (hidden > 0) {
            lines.add("# annotations that a terminal cannot show are left out: " + hidden);
        }
        if (index.assembly().parts().stream().anyMatch(part -> part.origin() == Part.Origin.PLANNED)) {
            lines.add(
                    "# facts on the builds (annotations dev.multiarch.*) are left out: only multiarch merge writes them");
        }
        lines.addAll(commands.of(printable));
        return lines;
    }
}

package dev.multiarch.publish.commands;

import dev.multiarch.image.Reference;
import dev.multiarch.publish.commands.PrintedIndex.Loss;
import dev.multiarch.publish.source.Part;
import java.util.ArrayList;
import java.util.List;

/** {@code buildah manifest}: a list in buildah's own storage, pushed with its images. */
final class BuildahCommands implements OtherTool.Commands {
    private static final String LIST = "multiarch-list";

    @Override
    public List<String> of(PrintedIndex index) {
        List<String> lines = new ArrayList<>();
        index.leftOut("buildah manifest", Loss.ATTESTATIONS, Loss.INDEX_ANNOTATIONS, Loss.ENTRY_ANNOTATIONS)
                .ifPresent(lines::add);
        lines.add(PrintedIndex.line(List.of("buildah", "manifest", "create", LIST)));
        for (Part part : index.assembly().parts()) {
            Reference manifest = part.image().manifest();
            List<String> add = words(index, manifest, "add");
            add.addAll(PrintedIndex.platform(part, "--variant", "--os-version", "--os-features"));
            add.addAll(List.of(LIST, "docker://" + manifest));
            lines.add(PrintedIndex.line(add));
        }
        for (Reference tag : index.tags()) {
            List<String> push = words(index, tag, "push");
            push.addAll(List.of("--all", LIST, "docker://" + tag));
            lines.add(PrintedIndex.line(push));
        }
        lines.add(PrintedIndex.line(List.of("buildah", "manifest", "rm", LIST)));
        return lines;
    }

    private static List<String> words(PrintedIndex index, Reference registry, String command) {
        List<String> words = new ArrayList<>(List.of("buildah", "manifest", command));
        if (index.isPlain(registry)) {
            words.add("--tls-verify=false");
        }
        return words;
    }
}

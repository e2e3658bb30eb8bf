package dev.multiarch.publish.commands;

import dev.multiarch.image.Reference;
import dev.multiarch.publish.commands.PrintedIndex.Loss;
import dev.multiarch.publish.source.Entry;
import dev.multiarch.publish.source.Part;
import java.util.ArrayList;
import java.util.List;

/** {@code docker manifest}: lists of images of one registry, which it orders itself. */
final class DockerManifestCommands implements OtherTool.Commands {
    @Override
    public List<String> of(PrintedIndex index) {
        List<Entry> images = index.assembly().parts().stream().map(Part::image).toList();
        List<Reference> far = index.foreign(images).stream()
                .filter(manifest ->
                        !manifest.registry().equals(index.repository().registry()))
                .toList();
        List<String> lines = new ArrayList<>();
        index.leftOut("docker manifest", Loss.ATTESTATIONS, Loss.INDEX_ANNOTATIONS, Loss.ENTRY_ANNOTATIONS, Loss.ORDER)
                .ifPresent(lines::add);
        lines.addAll(index.copies(far));
        List<String> insecure = index.isPlain(index.first()) ? List.of("--insecure") : List.of();
        for (Reference tag : index.tags()) {
            List<String> create = words("create", insecure, tag.toString());
            for (Entry image : images) {
                create.add(here(index, far, image.manifest()).toString());
            }
            lines.add(PrintedIndex.line(create));
            for (Part part : index.assembly().parts()) {
                List<String> set = PrintedIndex.platform(part, "--variant", "--os-version", "--os-features");
                if (!set.isEmpty()) {
                    List<String> annotate = words("annotate", set, tag.toString());
                    annotate.add(here(index, far, part.image().manifest()).toString());
                    lines.add(PrintedIndex.line(annotate));
                }
            }
            List<String> purge = new ArrayList<>(insecure);
            purge.add("--purge");
            lines.add(PrintedIndex.line(words("push", purge, tag.toString())));
        }
        return lines;
    }

    private static List<String> words(String command, List<String> options, String list) {
        List<String> words = new ArrayList<>(List.of("docker", "manifest", command));
        words.addAll(options);
        words.add(list);
        return words;
    }

    private static Reference here(PrintedIndex index, List<Reference> far, Reference manifest) {
        return far.contains(manifest)
                ? index.repository().with(manifest.digest().orElseThrow())
                : manifest;
    }
}

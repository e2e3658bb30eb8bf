package dev.multiarch.publish.commands;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.publish.commands.PrintedIndex.Loss;
import dev.multiarch.publish.source.Part;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code regctl index}: entry by entry under the first tag, then copies to the others. */
final class RegctlCommands implements OtherTool.Commands {
    @Override
    public List<String> of(PrintedIndex index) {
        List<String> lines = new ArrayList<>();
        index.leftOut("regctl index", Loss.ATTESTATIONS, Loss.ENTRY_ANNOTATIONS).ifPresent(lines::add);
        if (index.assembly().parts().size() > 1) {
            lines.add("# " + index.first() + " has its last image after the last command");
        }
        List<Reference> all = new ArrayList<>(index.tags());
        index.assembly().parts().forEach(part -> all.add(part.image().manifest()));
        Set<String> plain = new LinkedHashSet<>();
        all.stream().filter(index::isPlain).forEach(reference -> plain.add(reference.registry()));
        plain.forEach(
                host -> lines.add(PrintedIndex.line(List.of("regctl", "registry", "set", "--tls", "disabled", host))));
        for (Part part : index.assembly().parts()) {
            boolean first = part == index.assembly().parts().get(0);
            List<String> words = new ArrayList<>(List.of(
                    "regctl", "index", first ? "create" : "add", index.first().toString()));
            if (first) {
                index.annotations().forEach((key, value) -> words.addAll(List.of("--annotation", key + "=" + value)));
            }
            words.addAll(List.of("--ref", part.image().manifest().toString()));
            if (!part.configured().equals(Optional.of(part.platform()))) {
                words.addAll(List.of("--desc-platform", spelt(part.platform())));
            }
            lines.add(PrintedIndex.line(words));
        }
        index.tags().stream()
                .skip(1)
                .forEach(tag -> lines.add(PrintedIndex.line(
                        List.of("regctl", "image", "copy", index.first().toString(), tag.toString()))));
        return lines;
    }

    private static String spelt(Platform platform) {
        String version = platform.osVersion().isEmpty() ? "" : ",osver=" + platform.osVersion();
        return platform.withoutVersion() + version;
    }
}

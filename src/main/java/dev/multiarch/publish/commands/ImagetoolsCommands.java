package dev.multiarch.publish.commands;

import dev.multiarch.json.Json;
import dev.multiarch.json.SafeJson;
import dev.multiarch.publish.source.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code docker buildx imagetools create}: whole entries, as descriptors, of manifests that are in the repository. */
final class ImagetoolsCommands implements OtherTool.Commands {
    @Override
    public List<String> of(PrintedIndex index) {
        List<Entry> entries = index.assembly().entries();
        List<String> lines = new ArrayList<>(index.copies(index.foreign(entries)));
        List<String> words = new ArrayList<>(List.of("docker", "buildx", "imagetools", "create"));
        index.tags().forEach(tag -> words.addAll(List.of("-t", tag.toString())));
        index.annotations()
                .forEach((key, value) -> words.addAll(List.of("--annotation", "index:" + key + "=" + value)));
        entries.forEach(entry -> words.add(descriptor(entry)));
        lines.add(PrintedIndex.line(words));
        return lines;
    }

    private static String descriptor(Entry entry) {
        String json = Json.writeLine(entry.json().members());
        return new String(SafeJson.of(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}

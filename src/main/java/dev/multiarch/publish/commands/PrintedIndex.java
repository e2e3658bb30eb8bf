package dev.multiarch.publish.commands;

import dev.multiarch.image.Reference;
import dev.multiarch.publish.source.Assembly;
import dev.multiarch.publish.source.Entry;
import dev.multiarch.publish.source.Part;
import dev.multiarch.text.Printable;
import dev.multiarch.text.ShellWord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * An index that commands are printed for.
 *
 * @param tags that it gets, at least one; the first says where it is
 * @param annotations of the index
 * @param plain which registries are spoken to without TLS
 */
public record PrintedIndex(
        Assembly assembly, List<Reference> tags, Map<String, String> annotations, Predicate<String> plain) {
    /** Without annotations that a terminal would obey, or hide. */
    PrintedIndex printable() {
        Map<String, String> shown = new LinkedHashMap<>(annotations);
        shown.entrySet().removeIf(each -> hides(each.getKey() + each.getValue()));
        return new PrintedIndex(assembly, tags, shown, plain);
    }

    private static boolean hides(String text) {
        return !Printable.line(text).equals(text);
    }

    Reference first() {
        return tags.get(0);
    }

    Reference repository() {
        return first().repositoryOnly();
    }

    boolean isPlain(Reference reference) {
        return plain.test(reference.registry());
    }

    static String line(List<String> words) {
        return words.stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
    }

    /** Copies manifests by digest, so that no tag moves before the last command. */
    List<String> copies(List<Reference> manifests) {
        return manifests.stream()
                .map(manifest -> line(List.of(
                        "docker",
                        "buildx",
                        "imagetools",
                        "create",
                        "--prefer-index=false",
                        "-t",
                        repository().with(manifest.digest().orElseThrow()).toString(),
                        manifest.toString())))
                .toList();
    }

    /** What a tool may leave out of an index. */
    enum Loss {
        ATTESTATIONS,
        INDEX_ANNOTATIONS,
        ENTRY_ANNOTATIONS,
        ORDER
    }

    /** A comment on what the tool leaves out, where the index has any of it. */
    Optional<String> leftOut(String tool, Loss... losses) {
        List<String> what = new ArrayList<>();
        for (Loss loss : losses) {
            long count =
                    switch (loss) {
                        case ATTESTATIONS ->
                            assembly.parts().stream()
                                    .mapToLong(part -> part.attestations().size())
                                    .sum();
                        case INDEX_ANNOTATIONS -> annotations.size();
                        case ENTRY_ANNOTATIONS ->
                            assembly.parts().stream()
                                    .mapToLong(part -> part.image()
                                            .descriptor()
                                            .annotations()
                                            .size())
                                    .sum();
                        case ORDER -> assembly.parts().size() - 1L;
                    };
            if (count > 0) {
                what.add(said(loss, count));
            }
        }
        if (!assembly.others().isEmpty()) {
            what.add("other artifacts (" + assembly.others().size() + ")");
        }
        return what.isEmpty() ? Optional.empty() : Optional.of("# " + tool + " leaves out: " + String.join(", ", what));
    }

    private static String said(Loss loss, long count) {
        return switch (loss) {
            case ATTESTATIONS -> "attestations (" + count + ")";
            case INDEX_ANNOTATIONS -> "annotations of the index (" + count + ")";
            case ENTRY_ANNOTATIONS -> "annotations of its entries (" + count + ")";
            case ORDER -> "the order of the images";
        };
    }

    /**
     * What an entry says of its platform and its config does not, as options of this spelling: {@code --variant v6}.
     *
     * @param names of the variant, the version and the features
     */
    static List<String> platform(Part part, String variant, String version, String features) {
        List<String> words = new ArrayList<>();
        if (!part.configured().equals(Optional.of(part.platform()))) {
            add(words, variant, part.platform().variant());
            add(words, version, part.platform().osVersion());
        }
        add(words, features, String.join(",", part.image().descriptor().features()));
        return words;
    }

    private static void add(List<String> words, String option, String value) {
        if (!value.isEmpty()) {
            words.addAll(List.of(option, value));
        }
    }

    /** Manifests that are not in the repository yet. */
    List<Reference> foreign(List<Entry> entries) {
        return entries.stream()
                .map(Entry::manifest)
                .filter(manifest -> !manifest.name().equals(repository().name()))
                .toList();
    }
}

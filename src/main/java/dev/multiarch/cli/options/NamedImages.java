package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.layout.Layout;
import dev.multiarch.verify.VerifyImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The images to judge: one or many, in registries or in layouts. */
public final class NamedImages {
    private final PositionalParamSpec references = Options.operands(
            "REF",
            "The image: repo:tag, repo@sha256:…, oci:DIR[:tag] or oci-archive:FILE[:tag]; as many as wanted. With --tags a repository.");

    private final ImageFile file = new ImageFile();

    public PositionalParamSpec operands() {
        return references;
    }

    public OptionSpec file() {
        return file.option();
    }

    /** Whether the answer has a list of images, which may be one. */
    public boolean areMany() {
        return words().size() > 1 || file.name().isPresent();
    }

    /** The image, where one alone is named, and in a registry. */
    public Optional<String> onlyInRegistry() {
        return areMany()
                ? Optional.empty()
                : words().stream().filter(word -> !Source.isLayout(word)).findFirst();
    }

    /**
     * Each once, in order.
     *
     * @throws UsageException if there are none, or too many
     * @throws dev.multiarch.text.FormatException if a name is malformed, before any image is read
     */
    public List<String> read(Console console) throws IOException, UsageException {
        List<String> named =
                new ArrayList<>(words().stream().map(NamedImages::name).toList());
        named.addAll(file.read(console, NamedImages::name));
        List<String> images = named.stream().distinct().toList();
        if (images.isEmpty()) {
            throw new UsageException(
                    "no image is named. Fix: name one, such as ghcr.io/org/app:1.2, or --file images.txt,"
                            + " or a repository with --tags 'v*'");
        }
        if (images.size() > VerifyImages.MOST) {
            throw new UsageException(images.size() + " images are named, expected at most " + VerifyImages.MOST
                    + ". Fix: several calls, or --tags for many tags of one repository");
        }
        return images;
    }

    /** The one repository whose tags are judged. */
    public Reference repository() throws UsageException {
        List<String> words = words();
        boolean one = words.size() == 1 && file.name().isEmpty();
        Reference named = one && !Source.isLayout(words.get(0)) ? Reference.parse(words.get(0)) : null;
        if (named == null || named.tag().isPresent() || named.digest().isPresent()) {
            throw new UsageException("--tags judges a repository of a registry, found "
                    + (words.isEmpty() ? "none" : String.join(" ", words))
                    + file.name().map(list -> " and --file " + list).orElse("")
                    + ". Fix: one repository without tag and digest, such as ghcr.io/org/app --tags 'v*'");
        }
        return named;
    }

    private List<String> words() {
        return references.getValue();
    }

    /** As reports name it. */
    private static String name(String text) {
        if (Source.isLayout(text)) {
            Layout.requireName(text);
            return text;
        }
        return Reference.parse(text).toString();
    }
}

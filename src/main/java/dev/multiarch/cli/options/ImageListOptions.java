package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Glob;
import dev.multiarch.verify.VerifyTags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Many published images: named one by one, in a file, or by a pattern of tags. */
public final class ImageListOptions {
    public static final String HEADING = "Which images";

    private final PositionalParamSpec references = Options.operands(
            "REF", "Images: repo:tag or repo@sha256:…, as many as wanted; with --tags one repository.");

    private final ImageFile file = new ImageFile();

    private final OptionSpec tags =
            Options.text("--tags", "PATTERN", "All tags of the repository REF that match: * any characters, ? one.");

    public PositionalParamSpec operands() {
        return references;
    }

    public CommandSpec spec() {
        return Options.group(file.option(), tags);
    }

    /** Whether a pattern finds them, and so also finds artifacts. */
    public boolean byPattern() {
        return Options.given(tags).isPresent();
    }

    /** @throws CannotJudge if no tag matches */
    public List<Reference> read(Console console, Session tools)
            throws IOException, UsageException, RegistryException, CannotJudge {
        List<String> words = list();
        Optional<String> pattern = Options.given(tags);
        Optional<String> list = file.name();
        if (pattern.isPresent()) {
            return matching(tools, words, list, pattern.get());
        }
        List<Reference> named =
                new ArrayList<>(words.stream().map(ImageListOptions::image).toList());
        named.addAll(file.read(console, ImageListOptions::image));
        if (named.isEmpty()) {
            throw new UsageException(
                    "no image is named. Fix: name one, such as ghcr.io/org/app:1.2, or --file images.txt,"
                            + " or a repository with --tags 'v*'");
        }
        if (named.size() > VerifyTags.MOST) {
            throw new UsageException(
                    named.size() + " images are named, expected at most " + VerifyTags.MOST + ". Fix: name fewer");
        }
        return named.stream().distinct().toList();
    }

    private <T> List<T> list() {
        return references.getValue();
    }

    private static List<Reference> matching(Session tools, List<String> named, Optional<String> list, String pattern)
            throws UsageException, RegistryException, CannotJudge {
        boolean one = named.size() == 1 && list.isEmpty();
        Reference repository = one ? image(named.get(0)) : null;
        if (!one || repository.tag().isPresent() || repository.digest().isPresent()) {
            throw new UsageException("--tags takes one repository without a tag, found "
                    + (named.isEmpty() ? "none" : String.join(" ", named))
                    + list.map(name -> " and --file " + name).orElse("")
                    + ". Fix: multiarch rebuild ghcr.io/org/app --tags 'v*'");
        }
        return new VerifyTags(tools)
                .tags(repository, new Glob(pattern)).stream()
                        .map(repository::withTag)
                        .toList();
    }

    private static Reference image(String text) {
        if (Source.isLayout(text)) {
            throw new FormatException(
                    text + " is an OCI layout, which no tag points to. Fix: name an image in a registry");
        }
        return Reference.parse(text);
    }
}

package dev.multiarch.build;

import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.json.JsonObject;
import dev.multiarch.text.CsvLine;
import dev.multiarch.text.FormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One target of a bake file, and what builds a leg of it.
 *
 * @param definition as {@code docker buildx bake --print} has it (0.38.2)
 * @param references its tags, each with its repository
 */
public record BakeTarget(String name, JsonObject definition, List<Reference> references) {
    private static final Pattern REMOTE =
            Pattern.compile("[a-z][a-z0-9+.-]*://.*|git@.*|github\\.com/.*|[^/]+@[^/]+:.*");

    private static final String OUTPUT = "output";

    /** In whichever order buildx prints the two. */
    private static final Pattern PUSHED = Pattern.compile(
            "type=registry|type=image,push=true|push=true,type=image|type=registry,push=true|push=true,type=registry");

    /** What the plan or the merge says, or what changes nothing in the image. */
    private static final Set<String> ELSEWHERE =
            Set.of("platforms", "tags", OUTPUT, "context", "dockerfile", "description", "call");

    private static final String CONTEXTS = "contexts";
    private static final String OF_TARGET = "target:";

    /** One flag for each member of a list or an object. */
    private static final Map<String, String> LISTS = Map.ofEntries(
            Map.entry("annotations", "annotation"),
            Map.entry("attest", "attest"),
            Map.entry("cache-from", "cache-from"),
            Map.entry("cache-to", "cache-to"),
            Map.entry("entitlements", "allow"),
            Map.entry("no-cache-filter", "no-cache-filter"),
            Map.entry("secret", "secret"),
            Map.entry("ssh", "ssh"),
            Map.entry("ulimits", "ulimit"),
            Map.entry("args", "build-arg"),
            Map.entry(CONTEXTS, "build-context"),
            Map.entry("extra-hosts", "add-host"),
            Map.entry("labels", "label"));

    private static final Set<String> ONCE = Set.of("target", "network", "shm-size");
    private static final Set<String> FLAGS = Set.of("pull", "no-cache");

    /** @throws FormatException if one of its tags can't be a tag */
    static BakeTarget of(String name, JsonObject definition) {
        List<String> tags = definition.texts("tags");
        return new BakeTarget(
                name, definition, tags.stream().map(tag -> reference(name, tag)).toList());
    }

    private static Reference reference(String target, String tag) {
        Reference reference;
        try {
            reference = Reference.parse(tag);
        } catch (FormatException malformed) {
            throw problem(target, malformed.getMessage());
        }
        if (reference.digest().isPresent()) {
            throw problem(
                    target,
                    "its tag " + reference + " names a digest, and no tag can be moved to it. Fix: write"
                            + " REPOSITORY:TAG");
        }
        return reference;
    }

    /** @throws FormatException if one of them is not known */
    public List<Platform> platforms() {
        try {
            return definition.texts("platforms").stream()
                    .map(KnownPlatforms::parse)
                    .toList();
        } catch (FormatException wrong) {
            throw problem(wrong.getMessage());
        }
    }

    public List<String> tags() {
        return definition.texts("tags");
    }

    /**
     * Its outputs that a leg does not have: it is pushed by digest, as one with {@code type=registry} or
     * {@code type=image,push=true} is, and to nowhere else. Each as {@code --output} takes it.
     */
    public List<String> otherOutputs() {
        if (!(definition.members().get(OUTPUT) instanceof List<?> outputs)) {
            return List.of();
        }
        return outputs.stream()
                .map(output -> item(OUTPUT, output))
                .filter(output -> !PUSHED.matcher(output).matches())
                .toList();
    }

    /** The repositories of its tags, each once. */
    public List<String> repositories() {
        return references.stream().map(Reference::name).distinct().toList();
    }

    /** What is wrong with its Dockerfile, where that has to be in this folder; empty if nothing. */
    public Optional<String> missing(Path directory) {
        String context = definition.optionalText("context").orElse(".");
        String file = file(context, definition.optionalText("dockerfile").orElse("Dockerfile"));
        boolean there = isRemote(context) || isRemote(file) || Files.isRegularFile(directory.resolve(file));
        return there
                ? Optional.empty()
                : Optional.of("target " + name + ": there is no Dockerfile at " + file
                        + ". Fix: correct its dockerfile or its context in the bake file");
    }

    /**
     * What its legs are pushed to.
     *
     * @param named by the user
     */
    public String image(Optional<String> named) {
        List<String> repositories = repositories();
        Optional<String> image = named.map(name -> Reference.parse(name).name());
        if (image.isPresent() && !repositories.isEmpty() && !repositories.contains(image.get())) {
            throw problem("its tags are in " + String.join(" and ", repositories) + ", and not in " + image.get()
                    + ". Fix: leave out --image, or change the tags");
        }
        if (image.isEmpty() && repositories.size() != 1) {
            throw problem(
                    repositories.isEmpty()
                            ? "it has no tags, so it is not known where it is pushed to. Fix: --image REPOSITORY --target "
                                    + name
                            : "its tags are in " + String.join(" and ", repositories)
                                    + ", and its legs are pushed to one of them. Fix: --image " + repositories.get(0)
                                    + " --target " + name);
        }
        return image.orElseGet(() -> repositories.get(0));
    }

    /**
     * Flags of {@code docker buildx build}, and the context.
     *
     * @throws FormatException if it has what only bake builds
     */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        for (Map.Entry<String, Object> member : definition.members().entrySet()) {
            add(member.getKey(), member.getValue(), arguments);
        }
        String context = definition.optionalText("context").orElse(".");
        String file = definition.optionalText("dockerfile").orElse("Dockerfile");
        if (context.startsWith("-")) {
            throw problem("its context \"" + context + "\" begins with a dash");
        }
        arguments.add("--file=" + file(context, file));
        arguments.add(context);
        return arguments;
    }

    static boolean isRemote(String place) {
        return REMOTE.matcher(place).matches();
    }

    private static String file(String context, String file) {
        if (file.startsWith("cwd://")) {
            return file.substring("cwd://".length());
        }
        boolean remote = isRemote(context) || isRemote(file);
        return remote ? file : Path.of(context).resolve(file).normalize().toString();
    }

    private void add(String key, Object value, List<String> arguments) {
        if (ELSEWHERE.contains(key)) {
            return;
        }
        if (LISTS.containsKey(key)) {
            values(key, value).forEach(each -> arguments.add("--" + LISTS.get(key) + "=" + each));
        } else if (ONCE.contains(key)) {
            arguments.add("--" + key + "=" + definition.text(key));
        } else if (FLAGS.contains(key)) {
            if (definition.flag(key)) {
                arguments.add("--" + key);
            }
        } else {
            throw problem("it has " + key + ", which docker buildx build has no flag for"
                    + (key.equals("dockerfile-inline") ? ". Fix: write it to a file" : ". Fix: leave it out"));
        }
    }

    private List<String> values(String key, Object value) {
        if (value instanceof Map<?, ?>) {
            Map<String, String> pairs = definition.textMap(key);
            if (key.equals(CONTEXTS) && pairs.values().stream().anyMatch(to -> to.startsWith(OF_TARGET))) {
                throw problem("one of its contexts is another target, which only bake builds. Fix: make that target a"
                        + " stage of this Dockerfile");
            }
            return pairs.entrySet().stream()
                    .map(pair -> pair.getKey() + "=" + pair.getValue())
                    .toList();
        }
        if (!(value instanceof List<?> list)) {
            throw definition.problem(key, "expected a list or an object");
        }
        return list.stream().map(each -> item(key, each)).toList();
    }

    /** {@code {"type": "registry", "ref": "a/b"}} is {@code type=registry,ref=a/b}. */
    private String item(String key, Object item) {
        if (!(item instanceof Map<?, ?> fields)) {
            if (item instanceof String text) {
                return text;
            }
            throw definition.problem(key, "expected text or objects in it");
        }
        return fields.entrySet().stream()
                .map(field -> CsvLine.quoted(field.getKey() + "=" + scalar(key, field.getValue())))
                .collect(Collectors.joining(","));
    }

    private String scalar(String key, Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        throw definition.problem(key, "expected text in it");
    }

    private static FormatException problem(String target, String why) {
        return new FormatException("target " + target + ": " + why);
    }

    FormatException problem(String why) {
        return problem(name, why);
    }
}

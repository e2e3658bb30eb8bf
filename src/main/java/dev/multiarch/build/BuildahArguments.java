package dev.multiarch.build;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.text.CsvLine;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code buildah build} gets of the flags that a user wrote for {@code docker buildx build}: those that both have as
 * they are, some under another name, and a refusal with its reason for all others.
 *
 * @param tool buildah or podman
 */
record BuildahArguments(String tool, Reference image, Platform platform, BuildFlags flags) {
    /** They mean the same to both. */
    private static final Set<String> SAME = Set.of(
            ("add-host build-arg build-context cgroup-parent compress cpu-period cpu-quota cpu-shares cpuset-cpus"
                            + " cpuset-mems file force-rm label memory memory-swap no-cache rm secret security-opt"
                            + " shm-size squash ssh target ulimit")
                    .split(" "));

    /** buildx has no such flag, or another one of this name. */
    private static final Set<String> OWN =
            Set.of(("authfile cap-add cap-drop cert-dir device dns dns-option dns-search format http-proxy ignorefile"
                            + " isolation layers runtime tls-verify userns volume")
                    .split(" "));

    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("allow", "%s has no entitlements: leave it out"),
            Map.entry("attest", "%s makes no attestations: leave it out, or build this leg with buildx"),
            Map.entry("provenance", "%s makes no attestations: leave it out, or build this leg with buildx"),
            Map.entry("sbom", "%s makes no attestations: leave it out, or build this leg with buildx"),
            Map.entry("debug", "%s build has no such flag: leave it out"),
            Map.entry("iidfile", "multiarch uses it itself: leave it out"),
            Map.entry("jobs", "%s prints the steps of several stages at once in no fixed order: leave it out"),
            Map.entry("no-cache-filter", "%s leaves out the cache of all stages or of none: use --no-cache"),
            Map.entry("policy", "%s has no policies for sources: leave it out"),
            Map.entry("progress", "%s prints its steps in one way only: leave it out"),
            Map.entry("quiet", "the steps are read from what %s prints: leave it out"),
            Map.entry("resource", "%s has --memory, --cpu-quota and others instead: use these"));

    /** Without the annotations that the merge writes. */
    static BuildahArguments of(String tool, LegRequest request, UserAnnotations users) {
        return new BuildahArguments(tool, request.image(), request.platform(), BuildFlags.parse(users.arguments()));
    }

    /** @throws FormatException if a flag can't be given to it */
    List<String> words() {
        List<String> words = new ArrayList<>();
        List<String> contexts = new ArrayList<>();
        for (BuildFlags.Word word : flags.words()) {
            if (word.flag().isEmpty()) {
                contexts.addAll(word.value().stream().toList());
            } else {
                words.addAll(flag(word));
            }
        }
        if (!flags.has("layers") && !flags.has("no-cache")) {
            words.add("--layers"); // or buildah keeps no step for the next build
        }
        words.addAll(contexts);
        return words;
    }

    /** The repositories that steps are kept in. */
    List<Reference> caches() {
        List<Reference> caches = new ArrayList<>();
        for (String flag : List.of("cache-from", "cache-to")) {
            flags.values(flag).forEach(value -> caches.add(cache(flag, value)));
        }
        return caches;
    }

    private List<String> flag(BuildFlags.Word word) {
        String flag = word.flag();
        String value = word.value().orElse("");
        return switch (flag) {
            case "annotation" -> annotation(value);
            case "cache-from", "cache-to" ->
                List.of("--" + flag + "=" + cache(flag, value).name());
            case "network" -> value.equals("default") ? List.of() : List.of("--network=" + value);
            case "pull" -> isFalse(word) ? List.of() : List.of("--pull-always");
            case "provenance", "sbom" -> isFalse(word) ? List.of() : refuse(flag);
            case "attest" -> value.endsWith("disabled=true") ? List.of() : refuse(flag);
            case "progress" -> Set.of("auto", "plain").contains(value) ? List.of() : refuse(flag);
            default -> SAME.contains(flag) || OWN.contains(flag) ? List.of(same(word)) : refuse(flag);
        };
    }

    private static String same(BuildFlags.Word word) {
        return "--" + word.flag() + word.value().map(value -> "=" + value).orElse("");
    }

    private static boolean isFalse(BuildFlags.Word word) {
        return word.value().filter("false"::equals).isPresent();
    }

    private List<String> refuse(String flag) {
        String why = Optional.ofNullable(REFUSED.get(flag))
                .map(text -> text.formatted(tool))
                .orElse("multiarch knows no such flag of " + tool + " build: leave it out");
        throw new FormatException(
                "--" + flag + " can't be given to " + tool + " after \"--\": " + why + ". Nothing was built");
    }

    /** One for the image's manifest; buildah writes no other document of its own. */
    private List<String> annotation(String value) {
        int colon = value.indexOf(':');
        int equals = value.indexOf('=');
        if (colon < 0 || equals < colon) {
            return List.of("--annotation=" + value);
        }
        String type = value.substring(0, colon);
        boolean ours = type.equals("manifest")
                || type.startsWith("manifest[")
                        && type.endsWith("]")
                        && platform.equals(Platform.parse(type.substring("manifest[".length(), type.length() - 1)));
        return ours ? List.of("--annotation=" + value.substring(colon + 1)) : List.of();
    }

    /** buildah writes a tag for each step, so a cache is a repository, and never the image's. */
    private Reference cache(String flag, String value) {
        List<String> fields = CsvLine.fields("--" + flag + " " + value, value);
        String ref = fields.stream()
                .filter(field -> field.startsWith("ref="))
                .map(field -> field.substring("ref=".length()))
                .findFirst()
                .orElse(fields.size() == 1 && !value.contains("=") ? value : "");
        String type = fields.stream()
                .filter(field -> field.startsWith("type="))
                .map(field -> field.substring("type=".length()).toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("registry");
        if (!type.equals("registry") || ref.isEmpty()) {
            throw cacheProblem(flag, value, tool + " keeps caches in registries only");
        }
        Reference repository = Reference.parse(ref);
        if (repository.tag().isPresent() || repository.digest().isPresent()) {
            throw cacheProblem(flag, value, tool + " writes a tag for each step, so no tag can be named");
        }
        if (repository.name().equals(image.name())) {
            throw cacheProblem(flag, value, tool + " would write its tags into the image's own repository");
        }
        return repository;
    }

    private FormatException cacheProblem(String flag, String value, String why) {
        return new FormatException("--" + flag + " " + value + ": " + why + ". Fix: name a separate repository, such as"
                + " type=registry,ref=" + image.name() + "-cache. Nothing was built");
    }
}

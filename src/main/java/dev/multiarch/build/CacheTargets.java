package dev.multiarch.build;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.TagPlace;
import dev.multiarch.text.CsvLine;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where {@code --cache-to} writes in registries. BuildKit writes a cache while it builds, before anything is judged: it
 * may take the place of another cache, and of nothing else.
 */
public final class CacheTargets {
    private static final String FLAG = "cache-to";

    /** Of a cache's config in an image manifest, or of its last entry in an index (BuildKit, cache/remotecache/v1). */
    private static final String CACHE_CONFIG = "application/vnd.buildkit.cacheconfig.v0";

    private final Session tools;

    public CacheTargets(Session tools) {
        this.tools = tools;
    }

    /**
     * @param legs that are built, each with its own cache
     * @param tags that this call moves if the verdict is good
     * @param arguments of {@code docker buildx build}
     * @throws FormatException if a cache is to go where an image will be
     * @throws Refused if it would take the place of an image that is there
     * @throws RegistryException if nobody can say what is there
     */
    public void check(Reference image, List<Platform> legs, List<Reference> tags, List<String> arguments)
            throws Refused, RegistryException {
        for (String value : BuildFlags.parse(arguments).values(FLAG)) {
            for (Reference target : registries(value)) {
                requireNoTag(image, tags, target);
                for (Platform leg : legs) {
                    requireNoImage(image, new CacheScopes(image, leg).place(target));
                }
            }
        }
    }

    /** What is left of the arguments for a call that writes to no registry; it says what it leaves out. */
    public List<String> leftOut(List<String> arguments) {
        return BuildFlags.changed(arguments, Set.of(FLAG), word -> {
            String value = word.value().orElse("");
            List<Reference> targets = registries(value);
            if (targets.isEmpty()) {
                return List.of("--" + FLAG + "=" + value);
            }
            tools.progress().accept("--cache-to " + targets.get(0) + " is ignored, because this call pushes nothing");
            return List.of();
        });
    }

    /** The repositories and tags that one value of {@code --cache-to} names; empty for a cache that goes elsewhere. */
    static List<Reference> registries(String value) {
        List<String> fields = CsvLine.fields("--cache-to " + value, value);
        if (fields.stream().noneMatch(field -> field.contains("="))) {
            return fields.stream().map(CacheTargets::target).toList();
        }
        List<String> refs = new ArrayList<>();
        String type = "";
        for (String field : fields) {
            String[] parts = field.split("=", 2);
            String key = parts[0].strip().toLowerCase(Locale.ROOT);
            String text = parts.length > 1 ? parts[1].strip() : "";
            if (key.equals("ref")) {
                refs.add(text);
            } else if (key.equals("type")) {
                type = text.toLowerCase(Locale.ROOT);
            }
        }
        return type.equals("registry") ? refs.stream().map(CacheTargets::target).toList() : List.of();
    }

    private static Reference target(String ref) {
        Reference target;
        try {
            target = Reference.parse(ref);
        } catch (FormatException malformed) {
            throw new FormatException("--cache-to: " + malformed.getMessage() + ". Nothing was built");
        }
        if (target.digest().isPresent()) {
            throw new FormatException("--cache-to " + ref + ": a cache can't be written to a digest. Fix: name a tag,"
                    + " such as ref=" + target.name() + ":buildcache. Nothing was built");
        }
        return target.orLatest();
    }

    private static void requireNoTag(Reference image, List<Reference> tags, Reference target) {
        TagPlace place = TagPlace.of(target);
        boolean moved = tags.stream().map(TagPlace::of).anyMatch(place::equals);
        boolean usual = place.equals(TagPlace.of(image.withTag("latest")));
        if (moved || usual) {
            throw new FormatException("--cache-to writes to " + target + ", which is "
                    + (moved ? "a tag that this call moves" : "the tag that clients pull by default")
                    + ": the cache would be written before anything is judged. " + fix(image) + ". Nothing was built");
        }
    }

    private void requireNoImage(Reference image, Reference target) throws Refused, RegistryException {
        Optional<Document> there;
        try {
            there = Optional.of(tools.registry().manifest(target));
        } catch (RegistryException e) {
            there = absent(image, target, e);
        }
        if (there.isPresent() && !isCache(target, there.get())) {
            throw new Refused(List.of("--cache-to writes to " + target + ", which holds "
                    + there.get().digest() + " ("
                    + there.get().mediaType() + "), which is not a build cache: the cache would replace it before"
                    + " anything is judged. " + fix(image) + ". Nothing was built"));
        }
    }

    /**
     * A builder may reach a cache's registry that this host does not, so only for the image's own must it answer. Docker
     * Hub answers 401 for a repository that is not there yet, even to its future owner.
     */
    private Optional<Document> absent(Reference image, Reference target, RegistryException e) throws RegistryException {
        boolean own = TagPlace.of(target).host().equals(TagPlace.of(image).host());
        boolean hub = TagPlace.of(target).host().equals(Reference.DOCKER_HUB)
                && e.kind() == RegistryException.Kind.UNAUTHORIZED;
        if (e.kind() == RegistryException.Kind.NOT_FOUND) {
            return Optional.empty();
        }
        if (own && !hub) {
            throw new RegistryException(
                    e.kind(),
                    "--cache-to writes to " + target + ", and multiarch could not check whether that tag holds an"
                            + " image: "
                            + e.getMessage() + " Nothing was built",
                    e);
        }
        tools.progress()
                .accept("warning: --cache-to writes to " + target + ", and multiarch could not check whether that"
                        + " tag holds an image: " + e.getMessage());
        return Optional.empty();
    }

    private static boolean isCache(Reference target, Document document) {
        try {
            JsonObject json = Json.read(document.bytes(), target.toString());
            if (Index.isIndex(json)) {
                List<String> types = Index.read(json).manifests().stream()
                        .map(Descriptor::mediaType)
                        .toList();
                return types.contains(CACHE_CONFIG)
                        && types.stream().noneMatch(type -> MediaTypes.isManifest(type) || MediaTypes.isIndex(type));
            }
            return json.optionalObject("config")
                    .flatMap(config -> config.optionalText("mediaType"))
                    .filter(CACHE_CONFIG::equals)
                    .isPresent();
        } catch (FormatException malformed) {
            return false;
        }
    }

    private static String fix(Reference image) {
        return "Fix: give the cache a separate tag, such as ref=" + image.name() + ":buildcache";
    }
}

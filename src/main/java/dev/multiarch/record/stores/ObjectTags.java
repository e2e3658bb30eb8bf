package dev.multiarch.record.stores;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Reference;
import dev.multiarch.record.ObjectName;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.TagsByPrefix;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.text.FormatException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names of objects by the tags of a repository. Anybody may push anything there: what is not an object is skipped and counted. */
record ObjectTags(Registry registry, Reference repository, TagName names, ForeignTags foreign) {
    private static final int AT_ONCE = 16;

    /** Failures that say something of one object, and nothing of the registry. */
    private static final Set<Kind> OF_WHAT_IS_THERE = EnumSet.of(Kind.MALFORMED, Kind.TOO_LARGE, Kind.DIGEST_MISMATCH);

    /** The names below a folder, the first so many. */
    List<String> of(String folder, int most) throws RegistryException {
        var found = new TreeSet<String>();
        List<String> hashed = tags(names.hashed(), Integer.MAX_VALUE);
        for (String tag : tags(names.prefix(folder), most)) {
            Optional<String> name = names.name(tag);
            name.ifPresent(found::add);
            if (name.isEmpty() && !names.isHashed(tag)) {
                foreign.skipped(tag, "no name of an object is spelt like that");
            }
        }
        found.addAll(AtOnce.map(hashed, AT_ONCE, this::longName));
        foreign.warn();
        return found.stream()
                .filter(name -> !name.isEmpty() && name.startsWith(folder))
                .limit(most)
                .toList();
    }

    private List<String> tags(String prefix, int most) throws RegistryException {
        try {
            return new TagsByPrefix(registry, repository).of(prefix, most);
        } catch (RegistryException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return List.of(); // a repository is made by the first push
            }
            throw e;
        }
    }

    /** Empty where the tag is gone, and where anything else than an object of that name is there. */
    private String longName(String tag) throws RegistryException {
        try {
            Optional<Document> document = manifest(registry, repository.withTag(tag));
            if (document.isEmpty()) {
                return "";
            }
            String name = RecordArtifact.read(document.get(), tag).name();
            if (ObjectName.isName(name) && names.of(name).equals(tag)) {
                return name;
            }
            foreign.skipped(tag, "the name in it has another tag");
        } catch (FormatException malformed) {
            foreign.skipped(tag, malformed.getMessage());
        }
        return "";
    }

    /**
     * What is under a tag; empty where nothing is.
     *
     * @throws FormatException if it is not a manifest
     */
    static Optional<Document> manifest(Registry registry, Reference tag) throws RegistryException {
        try {
            return Optional.of(registry.manifest(tag));
        } catch (RegistryException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            if (OF_WHAT_IS_THERE.contains(e.kind())) {
                throw new FormatException(e.getMessage());
            }
            throw e;
        }
    }
}

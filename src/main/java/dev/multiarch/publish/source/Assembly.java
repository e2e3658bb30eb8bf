package dev.multiarch.publish.source;

import dev.multiarch.image.Digest;
import dev.multiarch.image.IndexWriter;
import dev.multiarch.image.Reference;
import dev.multiarch.step.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The entries of a merged index, each image with its attestations behind it, then what else the sources hold.
 *
 * @param parts the images in their order
 * @param others entries of sources that are neither images nor attestations of one
 */
public record Assembly(List<Part> parts, List<Entry> others) {
    /**
     * @param legs of the plan
     * @throws Refused with every reason why these can't be one index
     */
    public static Assembly of(SourceRequest request, List<SourceContents> legs, List<SourceContents> taken)
            throws Refused {
        List<Part> from = parts(taken, Part.Origin.TAKEN);
        for (PlatformSetting setting : request.settings()) {
            from = setting.in(from);
        }
        List<Part> kept = parts(taken, Part.Origin.KEPT);
        var choice = new PlatformChoice(request, parts(legs, Part.Origin.PLANNED), from, kept);
        List<Part> parts = choice.parts();
        List<Entry> others =
                taken.stream().flatMap(each -> each.others().stream()).toList();
        requireOneEntryEach(parts);
        return new Assembly(parts, others);
    }

    private static List<Part> parts(List<SourceContents> taken, Part.Origin origin) {
        return taken.stream()
                .filter(each -> each.origin() == origin)
                .flatMap(each -> each.parts().stream())
                .toList();
    }

    /** An index can name one manifest for two platforms, but what writes indexes keeps one entry for each digest. */
    private static void requireOneEntryEach(List<Part> parts) throws Refused {
        Map<Digest, Part> seen = new LinkedHashMap<>();
        List<String> reasons = new ArrayList<>();
        for (Part part : parts) {
            Digest digest = part.image().descriptor().digest();
            Part other = seen.putIfAbsent(digest, part);
            if (other != null) {
                reasons.add(digest + " is for " + other.platform() + " (" + other.source() + ") and for "
                        + part.platform() + " (" + part.source() + "), and an index here has one entry for each image."
                        + " Nothing was merged, no tag was moved. Fix: --remove one of the two");
            }
        }
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
    }

    /** All entries in their order. */
    public List<Entry> entries() {
        Map<Digest, Entry> entries = new LinkedHashMap<>();
        Stream<Entry> images =
                parts.stream().flatMap(part -> Stream.concat(Stream.of(part.image()), part.attestations().stream()));
        Stream.concat(images, others.stream())
                .forEach(entry -> entries.putIfAbsent(entry.descriptor().digest(), entry));
        return List.copyOf(entries.values());
    }

    /** Where each manifest is that the index names. */
    public List<Reference> manifests() {
        return entries().stream().map(Entry::manifest).toList();
    }

    /**
     * The index.
     *
     * @param annotations of the index itself
     * @param images annotations by image digest; what is kept gets none
     */
    public byte[] write(Map<String, String> annotations, Map<Digest, Map<String, String>> images) {
        var writer = new IndexWriter();
        for (Entry entry : entries()) {
            if (entry.raw().isPresent()) {
                writer.keep(entry.json(), entry.raw().get());
            } else {
                writer.entry(entry.json());
            }
        }
        if (!writer.isDocker()) {
            images.forEach(writer::annotate);
        }
        return writer.write(annotations);
    }
}

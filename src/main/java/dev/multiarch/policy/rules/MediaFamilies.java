package dev.multiarch.policy.rules;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Manifest;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

final class MediaFamilies implements Rule.OfIndex<MediaFamilies.Families> {
    private static final String FIX =
            "build every leg with --output type=image,oci-mediatypes=true, and merge those; tools such as buildah's"
                    + " manifest mix both";
    private static final String AGAIN = Texts.AGAIN;

    /** The two families of media types, by how their names begin. */
    enum Family {
        OCI("application/vnd.oci."),
        DOCKER("application/vnd.docker.");

        private final String prefix;

        Family(String prefix) {
            this.prefix = prefix;
        }

        /** Empty for types of artifacts, which belong to neither. */
        static Optional<Family> of(String type) {
            for (Family family : values()) {
                if (type.startsWith(family.prefix)) {
                    return Optional.of(family);
                }
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return this == OCI ? "oci" : "docker";
        }
    }

    record Families(Set<Family> allowed, boolean mixed) {
        String expected() {
            String names = allowed.stream().map(Family::toString).collect(Collectors.joining(" or "));
            return names + (allowed.size() == 1 ? " alone" : mixed ? ", also mixed" : ", not mixed");
        }
    }

    private record Seen(String what, String type, Family family) {}

    @Override
    public String id() {
        return "image.media-types";
    }

    @Override
    public Setting<Families> setting() {
        return MediaFamilies::read;
    }

    @Override
    public Shape shape() {
        return new Shape.Keys(
                Map.of("allow", new Shape.Lists(Shape.Words.of(List.of(Family.values()))), "mixed", Shape.FLAG), 1);
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.MANIFESTS);
    }

    @Override
    public List<RuleResult> judge(Families asked, Subject subject) {
        List<Seen> seen = new ArrayList<>();
        if (subject.isIndex()) {
            add(seen, "the index", subject.index().mediaType());
        }
        for (Image image : subject.images()) {
            String name = Platforms.spelt(image.descriptor());
            add(seen, "the manifest of " + name, image.descriptor().mediaType());
            image.manifest().value().ifPresent(manifest -> add(seen, name, manifest));
        }
        Optional<RuleResult> wrong = wrong(asked, seen);
        if (wrong.isPresent()) {
            return List.of(wrong.get());
        }
        Optional<RuleResult> unread = subject.images().stream()
                .filter(image -> !image.manifest().isKnown())
                .map(image -> unread(asked, image))
                .findFirst();
        String families =
                seen.stream().map(each -> each.family().toString()).distinct().collect(Collectors.joining(" and "));
        return List.of(
                unread.orElseGet(() -> RuleResult.pass(asked.expected(), families, all(subject) + " are " + families)));
    }

    private static String all(Subject subject) {
        return (subject.isIndex() ? "index, manifests, configs" : "manifest, config") + " and layers";
    }

    private static RuleResult unread(Families asked, Image image) {
        RuleResult unknown = RuleResult.without(image.manifest(), "its manifest", asked.expected(), AGAIN);
        return image.descriptor().platform().map(unknown::on).orElse(unknown);
    }

    private static Optional<RuleResult> wrong(Families asked, List<Seen> seen) {
        for (Seen each : seen) {
            if (!asked.allowed().contains(each.family())) {
                return Optional.of(RuleResult.fail(
                        asked.expected(),
                        each.type(),
                        each.what() + " is " + each.type() + ", expected " + asked.expected(),
                        FIX));
            }
            Seen first = seen.get(0);
            if (!asked.mixed() && each.family() != first.family()) {
                return Optional.of(RuleResult.fail(
                        asked.expected(),
                        first.family() + " and " + each.family(),
                        each.what() + " is " + each.type() + " while " + first.what() + " is " + first.type()
                                + ", expected " + asked.expected(),
                        FIX));
            }
        }
        return Optional.empty();
    }

    private static void add(List<Seen> seen, String name, Manifest manifest) {
        add(seen, "the config of " + name, manifest.config().mediaType());
        for (Descriptor layer : manifest.layers()) {
            add(seen, "a layer of " + name, layer.mediaType());
        }
    }

    private static void add(List<Seen> seen, String what, String type) {
        Family.of(type).ifPresent(family -> seen.add(new Seen(what, type, family)));
    }

    private static Optional<Families> read(Yaml value, Yaml.Mapping siblings, Values values) {
        return values.mapping(value, "a mapping such as {allow: [oci], mixed: false}")
                .flatMap(mapping -> {
                    values.onlyKeys(mapping, "image.media-types", List.of("allow", "mixed"));
                    Optional<Set<Family>> allowed = mapping.get("allow").isEmpty()
                            ? Optional.of(EnumSet.allOf(Family.class))
                            : values.texts(mapping.get("allow").get(), "a list such as [oci]", "oci or docker")
                                    .map(texts -> families(texts, values));
                    boolean mixed = mapping.get("mixed").flatMap(values::flag).orElse(false);
                    return allowed.filter(set -> !set.isEmpty()).map(set -> new Families(set, mixed));
                });
    }

    private static Set<Family> families(List<Values.Text> texts, Values values) {
        Set<Family> families = EnumSet.noneOf(Family.class);
        for (Values.Text text : texts) {
            Optional<Family> family = List.of(Family.values()).stream()
                    .filter(f -> f.toString().equals(text.text()))
                    .findFirst();
            family.ifPresentOrElse(
                    families::add,
                    () -> values.unknown(text.place(), "family", text.text(), " in allow", List.of("oci", "docker")));
        }
        return families;
    }
}

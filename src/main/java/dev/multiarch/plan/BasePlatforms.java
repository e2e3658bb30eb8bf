package dev.multiarch.plan;

import dev.multiarch.dockerfile.BuildInputs;
import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.UsedImage;
import dev.multiarch.dockerfile.UsedImages;
import dev.multiarch.image.ClientOrder;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Offered;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The platforms that a Dockerfile's base images have in common: those of the stages that its target needs. What is built on the
 * builder's own platform limits nothing, and neither does {@code scratch}.
 */
public final class BasePlatforms {
    /** For names with {@code $TARGETARCH} in them, which lead to an image only for a platform. */
    private static final List<Platform> USUAL = List.of(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"));

    /** A bound on the requests that a hostile Dockerfile can cause. */
    private static final int MOST = 50;

    private static final int MOST_NAMED = 20;
    private static final String NOTHING = "Nothing was built";

    private final Session tools;
    private final Dockerfile file;
    private final Map<String, String> arguments;
    private final Optional<String> target;
    private final Map<Reference, Optional<Offered>> asked = new HashMap<>();

    /**
     * @param arguments build arguments with their values
     * @param target the stage that becomes the image; the last one where none is named
     */
    public BasePlatforms(Session tools, Dockerfile file, Map<String, String> arguments, Optional<String> target) {
        this.tools = tools;
        this.file = file;
        this.arguments = arguments;
        this.target = target;
    }

    /**
     * In the order of the first base image that has them.
     *
     * @param more platforms that may be built as well
     * @throws Refused if the base images have none in common
     * @throws StepFailed if a registry does not say what a base image has
     */
    public List<Platform> common(List<Platform> more) throws Refused, StepFailed {
        Set<Platform> known = new LinkedHashSet<>(USUAL);
        known.addAll(more);
        Set<Platform> offered = new LinkedHashSet<>();
        for (Platform platform : known) {
            for (UsedImage image : limiting(platform).keySet()) {
                offered(image.name()).ifPresent(base -> offered.addAll(base.platforms()));
            }
        }
        List<Platform> common = new ArrayList<>();
        for (Platform platform : offered) {
            if (!platform.isUnknown() && lacking(platform).isEmpty()) {
                common.add(platform);
            }
        }
        if (common.isEmpty() && offered.isEmpty()) {
            requireSome();
        }
        if (common.isEmpty()) {
            throw new Refused(none());
        }
        return common;
    }

    private List<String> none() throws StepFailed {
        Set<String> reasons = new LinkedHashSet<>();
        for (Platform platform : USUAL) {
            lacking(platform).forEach(lack -> reasons.add(lack.reason("")));
        }
        return List.copyOf(reasons);
    }

    /** @throws FormatException if the image begins with nothing that has platforms */
    private void requireSome() throws StepFailed {
        for (Platform platform : USUAL) {
            if (!lacking(platform).isEmpty()) {
                return;
            }
        }
        throw new FormatException(name() + ": no base image says for which platforms this can be built, as scratch and"
                + " what is only for the builder have none. Fix: name the platforms by --platforms. " + NOTHING);
    }

    /** @throws Refused if a base image lacks one of these; it names line, base image, and what that has */
    public void require(Collection<Platform> planned, String who) throws Refused, StepFailed {
        Set<String> reasons = new LinkedHashSet<>();
        for (Platform platform : planned) {
            for (Lack lack : lacking(platform)) {
                reasons.add(lack.reason(who + " " + platform + ". Fix: name a base image that has it, or leave the"
                        + " platform out. "));
            }
        }
        if (!reasons.isEmpty()) {
            throw new Refused(List.copyOf(reasons));
        }
    }

    /**
     * What a build would not find.
     *
     * @param what a sentence, without its end
     * @param wholly for no platform at all: the same is to be done about it for each
     */
    private record Lack(String what, boolean wholly) {
        /** @param fix where the base image is there, and lacks a platform */
        String reason(String fix) {
            return what + ". " + (wholly ? "Fix: check its name, and log in if it is private. " : fix) + NOTHING;
        }
    }

    private List<Lack> lacking(Platform platform) throws StepFailed {
        List<Lack> lacking = new ArrayList<>();
        for (Map.Entry<UsedImage, Integer> used : images(platform).entrySet()) {
            UsedImage image = used.getKey();
            String at = name() + ":" + used.getValue() + ": ";
            boolean own = image.platform().equals(platform);
            if (!own && image.stage().isEmpty()) {
                String what = at + "the stage that becomes the image is fixed to another platform than " + platform;
                lacking.add(new Lack(what, false));
            }
            Optional<Offered> base = own ? offered(image.name()) : Optional.empty();
            if (own && base.filter(has -> takes(platform, has)).isEmpty()) {
                lacking.add(base.map(has -> new Lack(at + without(image, platform) + ": " + spelt(has), false))
                        .orElseGet(() -> new Lack(at + "there is no base image " + image.name(), true)));
            }
        }
        return lacking;
    }

    private static String without(UsedImage image, Platform platform) {
        return "base image " + image.name() + " has no image for " + platform;
    }

    /** A client may take an older variant of its CPU; that amd64 would take 386 as well is never what a build wants. */
    private static boolean takes(Platform platform, Offered base) {
        ClientOrder order = ClientOrder.of(platform);
        return base.platforms().stream()
                .anyMatch(offered -> offered.architecture().equals(platform.architecture()) && order.takes(offered));
    }

    private static String spelt(Offered base) {
        if (base.platforms().isEmpty()) {
            return "it names no platform";
        }
        String more = base.platforms().size() > MOST_NAMED ? " and others" : "";
        return "it has "
                + base.platforms().stream()
                        .limit(MOST_NAMED)
                        .map(Platform::toString)
                        .collect(Collectors.joining(", "))
                + more;
    }

    private Map<UsedImage, Integer> limiting(Platform platform) {
        Map<UsedImage, Integer> all = images(platform);
        all.keySet().removeIf(image -> !image.platform().equals(platform));
        return all;
    }

    /** As a builder of another platform takes them. */
    private Map<UsedImage, Integer> images(Platform platform) {
        Platform builder = USUAL.get(platform.equals(USUAL.get(0)) ? 1 : 0);
        try {
            return UsedImages.withLines(
                    file, new BuildInputs(arguments, Map.of(), target, platform, Optional.of(builder)));
        } catch (FormatException unknown) {
            throw new FormatException(name() + ": " + unknown.getMessage());
        }
    }

    private String name() {
        return file.source().file();
    }

    /** Empty where there is no image of that name. */
    private Optional<Offered> offered(Reference name) throws StepFailed {
        Optional<Offered> known = asked.get(name);
        if (known == null) {
            known = ask(name);
            asked.put(name, known);
        }
        return known;
    }

    private Optional<Offered> ask(Reference name) throws StepFailed {
        if (asked.size() >= MOST) {
            throw new FormatException(name() + " names more than " + MOST + " base images, so it is not known which"
                    + " platforms they have. Fix: name the platforms by --platforms");
        }
        tools.progress().accept("asking the registry what " + name + " has");
        try (Source source = tools.at(name)) {
            return Optional.of(Offered.by(source, name));
        } catch (RegistryException e) {
            if (e.kind() == RegistryException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw new StepFailed("it is not known which platforms base image " + name + " has: " + e.getMessage(), e);
        } catch (FormatException e) {
            throw new StepFailed("it is not known which platforms base image " + name + " has: " + e.getMessage(), e);
        }
    }
}

package dev.multiarch.policy.rules;

import dev.multiarch.fact.FactSource;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject.Blob;
import dev.multiarch.policy.Subject.Image;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

final class BlobsExist implements Rule.OfImage<Boolean> {
    private static final String ALL = "manifest, config and every layer";
    private static final String FIX =
            "build and push this platform again, and configure clean-up jobs to keep what an index names";
    private static final int MOST_NAMED = 5;
    private static final String AGAIN = Texts.AGAIN;

    @Override
    public String id() {
        return "image.blobs-exist";
    }

    @Override
    public Setting<Boolean> setting() {
        return Settings.flag();
    }

    @Override
    public Shape shape() {
        return Shape.FLAG;
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.MANIFESTS, Need.BLOBS);
    }

    @Override
    public RuleResult judge(Boolean on, Image image) {
        Optional<String> opaque = Platforms.opaque(image);
        if (opaque.isPresent()) {
            return RuleResult.unknown(ALL, opaque.get(), "merge images, each for one platform");
        }
        List<Blob> missing = image.blobs().stream()
                .filter(blob -> isMissing(blob) && blob.elsewhere().isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            return missing(missing).learnt(missing.get(0).exists());
        }
        Optional<Blob> wrong = image.blobs().stream()
                .filter(blob -> blob.wrongSize().isPresent())
                .findFirst();
        if (wrong.isPresent()) {
            return wrong(wrong.get()).learnt(wrong.get().exists());
        }
        return RuleResult.from(image.manifest(), "its manifest", ALL, AGAIN, manifest -> {
            return manifest.layers().isEmpty()
                    ? RuleResult.unknown(ALL, "the image has no layers, nothing to check", FIX)
                    : present(image.blobs(), manifest.layers().size());
        });
    }

    private static boolean isMissing(Blob blob) {
        return !blob.exists().value().orElse(true);
    }

    private static RuleResult wrong(Blob blob) {
        String found =
                blob.what() + " " + blob.digest() + " has " + blob.wrongSize().get();
        return RuleResult.fail(ALL, found, found + ", so clients refuse it", FIX);
    }

    private static RuleResult missing(List<Blob> missing) {
        Blob first = missing.get(0);
        String more = missing.size() == 1 ? "" : " and " + (missing.size() - 1) + " more";
        String found = first.what() + " " + first.digest() + more;
        boolean local = first.exists().learnt().equals(Optional.of(FactSource.LAYOUT));
        String lacks = local ? "the layout lacks " : "the registry lacks ";
        return RuleResult.fail(ALL, "missing: " + found, lacks + found + ", expected " + ALL + " to be there", FIX);
    }

    private static RuleResult present(List<Blob> blobs, int layers) {
        Optional<Blob> unknown =
                blobs.stream().filter(blob -> !blob.exists().isKnown()).findFirst();
        if (unknown.isPresent()) {
            String why = "whether the " + unknown.get().what() + " is there is unknown: "
                    + unknown.get().exists().reason();
            return RuleResult.unknown(ALL, why, AGAIN);
        }
        int expected = layers + 2;
        List<Blob> elsewhere = blobs.stream().filter(BlobsExist::isMissing).toList();
        String there = blobs.size() - elsewhere.size() + " of " + blobs.size();
        return blobs.size() < expected
                ? RuleResult.unknown(ALL, "only " + blobs.size() + " of " + expected + " were looked for", AGAIN)
                : RuleResult.pass(ALL, there, "everything is there" + elsewhere(elsewhere));
    }

    /** Layers that may not be distributed, such as Windows' base layers: clients get them from their urls. */
    private static String elsewhere(List<Blob> blobs) {
        if (blobs.isEmpty()) {
            return "";
        }
        String names = blobs.stream().limit(MOST_NAMED).map(Blob::what).collect(Collectors.joining(", "));
        int more = blobs.size() - MOST_NAMED;
        return ", except what may not be distributed and is kept elsewhere: " + names
                + (more > 0 ? " and " + more + " more" : "") + ", at "
                + Texts.clipped(blobs.get(0).elsewhere().get(0));
    }
}

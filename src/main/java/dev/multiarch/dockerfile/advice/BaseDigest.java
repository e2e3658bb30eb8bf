package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Stage;
import dev.multiarch.fact.Fact;
import dev.multiarch.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code FROM image@sha256:…} with the digest of one platform's image: BuildKit takes it for all. */
final class BaseDigest implements Check {
    @Override
    public String good() {
        return "no base image is pinned to the digest of one platform";
    }

    @Override
    public Advice look(Analysis analysis) {
        List<Fault> faults = new ArrayList<>();
        List<Advice.Doubt> doubts = new ArrayList<>();
        boolean pinned = false;
        for (Stage stage : analysis.file().stages()) {
            List<StageView> views = pinned(analysis, stage);
            if (views.isEmpty()) {
                continue;
            }
            pinned = true;
            if (analysis.bases().asked()) {
                look(analysis, stage, views, faults, doubts);
            }
        }
        return pinned && !analysis.bases().asked()
                ? Advice.skipped("the registry was not asked what the digests of base images are. Fix: --check-bases")
                : new Advice(faults, doubts, Optional.empty());
    }

    /** The images that have to be looked up. */
    static List<StageView> pinned(Analysis analysis, Stage stage) {
        return analysis.of(stage.index()).stream()
                .filter(view -> view.parent().isEmpty())
                .filter(view -> view.base().isKnown() && view.base().text().contains("@sha256:"))
                .toList();
    }

    private static void look(
            Analysis analysis, Stage stage, List<StageView> views, List<Fault> faults, List<Advice.Doubt> doubts) {
        String name = views.get(0).base().text();
        int offset = stage.from().offset(stage.base());
        Fact<Bases.Base> fact = analysis.bases().known().getOrDefault(name, Fact.unknown("it was not looked up"));
        if (!fact.isKnown()) {
            doubts.add(new Advice.Doubt(
                    offset,
                    "what " + name + " is, is unknown: " + fact.reason(),
                    "log in to its registry, or see whether the image is there"));
            return;
        }
        Bases.Base base = fact.value().orElseThrow();
        List<Platform> wrong = views.stream()
                .filter(view -> view.runsOn().kind() != RunsOn.Kind.UNKNOWN)
                .filter(view -> base.platforms().stream()
                        .noneMatch(has -> wanted(view)
                                .map(platform -> platform.covers(has))
                                .orElse(false)))
                .map(StageView::platform)
                .toList();
        boolean onBuilder = views.get(0).runsOn().kind() == RunsOn.Kind.BUILDER;
        if (!base.isIndex() && (onBuilder || !wrong.isEmpty())) {
            faults.add(single(stage, name, offset, base, onBuilder ? List.of() : wrong));
        } else if (base.isIndex() && !onBuilder && !wrong.isEmpty()) {
            faults.add(lacking(name, offset, base, wrong));
        }
    }

    private static Optional<Platform> wanted(StageView view) {
        return view.runsOn().fixed().or(() -> Optional.of(view.platform()));
    }

    private static Fault single(Stage stage, String name, int offset, Bases.Base base, List<Platform> wrong) {
        String is = Check.names(base.platforms());
        List<Edit> edits = new ArrayList<>();
        int at = stage.base().value().indexOf("@sha256:");
        if (base.index().isPresent() && at >= 0 && !stage.base().value().contains("$")) {
            int start = offset + at + 1;
            edits.add(new Edit.Replace(
                    start,
                    offset + stage.base().value().length(),
                    base.index().get().toString()));
        }
        return new Fault(
                offset,
                wrong,
                "the digest of an index",
                "the digest of an image of " + is,
                "the digest of " + name + " is that of its image for " + is + " alone, which BuildKit takes "
                        + (wrong.isEmpty() ? "on each builder" : "also when " + Check.built(wrong)),
                base.index()
                        .map(digest -> "pin the index: " + digest)
                        .orElse("pin the index: docker buildx imagetools inspect shows its digest"),
                edits);
    }

    private static Fault lacking(String name, int offset, Bases.Base base, List<Platform> wrong) {
        return new Fault(
                offset,
                wrong,
                "an image of " + Check.names(wrong),
                "images of " + Check.names(base.platforms()),
                name + " has no image of " + Check.names(wrong),
                "choose a base image that has all planned platforms, or leave the platform out of the plan",
                List.of());
    }
}

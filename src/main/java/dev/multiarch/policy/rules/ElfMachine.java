package dev.multiarch.policy.rules;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.ElfHeader;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.image.layers.Binaries;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject.Image;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

final class ElfMachine implements Rule.OfImage<ElfScope> {
    private static final Set<String> WITHOUT_ELF = Set.of("windows", "darwin", "wasip1", "wasi", "js");
    private static final String REBUILD = "build and push this platform again, with a builder that writes whole images";
    private static final String AGAIN =
            "try again later, or build this platform again if the registry has lost its layers";

    @Override
    public String id() {
        return "image.elf-machine";
    }

    @Override
    public Setting<ElfScope> setting() {
        return ElfScope::read;
    }

    @Override
    public Shape shape() {
        return ElfScope.shape();
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.MANIFESTS, Need.CONFIGS, Need.LAYERS);
    }

    @Override
    public long reads(ElfScope scope) {
        return scope.max();
    }

    @Override
    public RuleResult judge(ElfScope scope, Image image) {
        String files = scope.range().files();
        Optional<String> untold = Platforms.opaque(image).or(() -> Platforms.nameless(image.descriptor()));
        if (untold.isPresent()) {
            return RuleResult.unknown(files, untold.get(), "merge images, each for one platform that its entry names");
        }
        Platform platform = image.descriptor().platform().orElseThrow();
        if (WITHOUT_ELF.contains(platform.os())) {
            return RuleResult.skipped("programs for " + platform.os() + " are not ELF");
        }
        Optional<ElfHeader> expected = ElfHeader.of(platform.architecture());
        if (expected.isEmpty()) {
            String why = "no ELF machine is known for the platform " + platform;
            return RuleResult.unknown(files, why, "check the platform's spelling");
        }
        String wanted = expected.get().described();
        RuleResult answer = RuleResult.from(image.manifest(), "its manifest", wanted, AGAIN, manifest -> {
            List<String> faults = image.binaries().value().map(Binaries::faults).orElse(List.of());
            return unread(scope, image, manifest)
                    .filter(skipped -> faults.isEmpty()
                            || !MediaTypes.isConfig(manifest.config().mediaType()))
                    .orElseGet(() ->
                            RuleResult.from(image.binaries(), "the contents of its layers", wanted, AGAIN, binaries -> {
                                return binaries.faults().isEmpty()
                                        ? new ElfSorting(scope, platform, binaries, wanted).answer()
                                        : faulty(binaries.faults());
                            }));
        });
        return image.binaries().isKnown() ? answer.learnt(image.binaries()) : answer;
    }

    private static Optional<RuleResult> unread(ElfScope scope, Image image, Manifest manifest) {
        List<String> features = image.descriptor().features();
        Optional<String> packed = manifest.layers().stream()
                .map(Descriptor::mediaType)
                .filter(type -> !features.isEmpty() && !type.contains(".tar"))
                .findFirst();
        if (packed.isPresent()) {
            return Optional.of(RuleResult.skipped("not read: it is for clients with " + Texts.clipped(features.get(0))
                    + ", and has a layer of the media type \"" + Texts.clipped(packed.get())
                    + "\", which is not an archive"));
        }
        return manifest.compressedSize() <= scope.max()
                ? Optional.empty()
                : Optional.of(RuleResult.skipped("not read: it has " + mebibytes(manifest.compressedSize())
                        + " MiB compressed, and images up to " + mebibytes(scope.max()) + " MiB are read. The preset"
                        + " strict reads all"));
    }

    private static long mebibytes(long bytes) {
        return (bytes >> 20) + ((bytes & (1 << 20) - 1) == 0 ? 0 : 1);
    }

    private static RuleResult faulty(List<String> faults) {
        String more = faults.size() == 1 ? "" : "; and " + (faults.size() - 1) + " more";
        String message = faults.get(0) + more + ", so clients would run something else than what was judged, or"
                + " refuse the image";
        return RuleResult.fail("layers as manifest and config describe them", faults.get(0), message, REBUILD);
    }

    static RuleResult nothing(Binaries binaries, ElfScope.Range range, String wanted) {
        if (range == ElfScope.Range.ENTRYPOINT) {
            String why =
                    "the program that starts is unknown: " + binaries.started().reason();
            return RuleResult.unknown(wanted, why, "name the program in ENTRYPOINT, or judge scope: executables");
        }
        return RuleResult.skipped(
                "it holds no " + (range == ElfScope.Range.ALL ? "ELF file" : "program or shared object"));
    }
}

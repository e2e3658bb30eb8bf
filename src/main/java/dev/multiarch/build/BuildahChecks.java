package dev.multiarch.build;

import dev.multiarch.dockerfile.UsedImage;
import dev.multiarch.fact.Fact;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.BaseLookup;
import dev.multiarch.step.BaseNow;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import dev.multiarch.verify.Verify;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * That a leg is for its platform. Where a base image is for another one only, buildah warns, builds on that one, and writes
 * the platform that was asked for into the image's config (seen with 1.28.2 and podman 4.3.1).
 *
 * @param tool buildah or podman
 */
record BuildahChecks(Session tools, BaseLookup bases, String tool, Platform leg) {
    private static final int LARGEST_CONFIG = 8 << 20;
    private static final String PROGRAMS = "image.elf-machine";

    /** @throws Refused if one of the images is not there for the platform that it is wanted for */
    void bases(List<UsedImage> images) throws Refused {
        List<String> lacking = new ArrayList<>();
        for (UsedImage image : images) {
            Fact<BaseNow> now = bases.now(image.name());
            if (!now.isKnown()) {
                warn("it is not known whether base image " + image.name() + " has " + image.platform() + ": "
                        + now.reason());
                continue;
            }
            lack(image, now.value().orElseThrow()).ifPresent(lacking::add);
        }
        if (!lacking.isEmpty()) {
            throw new Refused(lacking);
        }
    }

    private Optional<String> lack(UsedImage image, BaseNow now) {
        List<String> there = new ArrayList<>();
        if (now.images().isPresent()) {
            if (now.taken(image.platform()).isPresent()) {
                return Optional.empty();
            }
            now.images().get().stream().map(Descriptor::platformText).forEach(there::add);
        } else {
            Optional<ImageConfig> config = single(image.name(), now.digest());
            if (config.flatMap(ImageConfig::platform)
                    .map(image.platform()::covers)
                    .orElse(true)) {
                return Optional.empty();
            }
            there.add(config.orElseThrow().platformText());
        }
        return Optional.of(leg + ": base image " + image.name() + " is there for " + String.join(", ", there)
                + ", expected " + image.platform() + ": " + tool
                + " would build on another platform than it writes into the image. Fix: use a base image that has "
                + image.platform() + ", or leave this platform out. Nothing was built");
    }

    private Optional<ImageConfig> single(Reference name, Digest digest) {
        try {
            return Optional.of(config(tools.at(name.with(digest)), digest));
        } catch (RegistryException | FormatException e) {
            warn("it is not known for which platform base image " + name + " is: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static ImageConfig config(Source source, Digest digest) throws RegistryException {
        Manifest manifest = Manifest.parse(source.manifest(digest).bytes(), "manifest " + digest);
        byte[] bytes = source.blob(manifest.config(), LARGEST_CONFIG).bytes();
        return ImageConfig.parse(bytes, "config of " + digest);
    }

    /**
     * The image, before it is pushed: its config, and what its programs are built for.
     *
     * @param judges whose own rule on programs is used, where they have one: it may excuse some
     */
    void made(Source layout, Digest image, List<Policy> judges) throws RegistryException, StepFailed {
        ImageConfig config = config(layout, image);
        if (!config.platform().map(leg::covers).orElse(false)) {
            throw new StepFailed(leg + ": " + tool + " made an image for " + config.platformText() + ", expected " + leg
                    + ". Fix: look at what the Dockerfile's last stage is built from. Nothing was pushed");
        }
        for (Finding finding : programs(layout, judges)) {
            if (finding.outcome() == Outcome.FAIL && finding.severity() == Severity.ERROR) {
                throw new StepFailed(leg + ": " + tool + " made an image with programs for another platform: "
                        + finding.message() + ". Fix: " + finding.fix() + ". Nothing was pushed");
            }
            if (finding.outcome() == Outcome.UNKNOWN) {
                warn("the programs in the image could not be checked: " + finding.message());
            }
        }
    }

    private List<Finding> programs(Source layout, List<Policy> judges) throws RegistryException, StepFailed {
        List<Policy> own = judges.stream()
                .flatMap(policy -> policy.only(Set.of(PROGRAMS)).stream())
                .toList();
        try {
            List<Policy> policies = own.isEmpty()
                    ? PolicyReader.read("strict", Path.of("")).only(Set.of(PROGRAMS)).stream()
                            .toList()
                    : own;
            return new Verify(tools).run(layout, policies, Optional.empty()).findings();
        } catch (InvalidPolicy | CannotJudge e) {
            throw new StepFailed(leg + ": the image can't be judged: " + e.getMessage(), e);
        }
    }

    private void warn(String what) {
        tools.progress().accept("warning: " + leg + ": " + what);
    }
}

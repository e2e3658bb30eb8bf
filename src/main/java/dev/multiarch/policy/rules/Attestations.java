package dev.multiarch.policy.rules;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.AttestationKind;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Statement;
import dev.multiarch.policy.Attestation;
import dev.multiarch.policy.AttestationSummary;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

final class Attestations implements Rule.OfIndex<WantedAttestations> {
    private static final String BUILD =
            "build with --attest type=provenance and --attest type=sbom, and merge by digest";
    private static final String TAKE_OUT = "remove the entry from the index, and build this platform again";
    private static final String AGAIN = Texts.AGAIN;
    private static final String AGREE = "build this platform again, and merge the digest that this build pushed";

    @Override
    public String id() {
        return "image.attestations";
    }

    @Override
    public Setting<WantedAttestations> setting() {
        return WantedAttestations::read;
    }

    /** The options of the build decide, and they may have changed since. */
    @Override
    public boolean mayChangeByRebuilding() {
        return true;
    }

    @Override
    public Shape shape() {
        return WantedAttestations.shape();
    }

    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.MANIFESTS, Need.ATTESTATIONS);
    }

    @Override
    public List<RuleResult> judge(WantedAttestations wanted, Subject subject) {
        List<RuleResult> answers = new ArrayList<>();
        for (Descriptor entry : subject.index().manifests()) {
            if (entry.isAttestation()) {
                odd(entry, wanted, subject).ifPresent(answers::add);
            }
        }
        for (Image image : subject.images()) {
            RuleResult answer = of(image, wanted, subject);
            answers.add(image.descriptor().platform().map(answer::on).orElse(answer));
        }
        return answers;
    }

    /** What is marked as an attestation and is not one: about nothing here, or something that a client could run. */
    private static Optional<RuleResult> odd(Descriptor entry, WantedAttestations wanted, Subject subject) {
        Optional<Digest> of = attested(entry);
        boolean bound = of.isPresent()
                && subject.index().images().stream()
                        .anyMatch(image -> image.digest().equals(of.get()));
        if (!bound) {
            String speaks = of.map(digest -> "of " + digest).orElse("of no digest");
            return Optional.of(RuleResult.fail(
                    "attestations of this index's images",
                    speaks,
                    Platforms.name(entry) + " is an attestation " + speaks + ", expected one of an image in this index",
                    TAKE_OUT));
        }
        Optional<Descriptor> runnable = subject.attestation(entry.digest())
                .value()
                .flatMap(attestation -> attestation.manifest().layers().stream()
                        .filter(layer -> !Statement.isIn(layer.mediaType()))
                        .findFirst());
        return runnable.map(layer -> RuleResult.fail(
                "attestations that contain only in-toto statements",
                layer.mediaType(),
                Platforms.name(entry) + " is marked as an attestation, but has a layer of the type \""
                        + Texts.clipped(layer.mediaType()) + "\", expected only in-toto statements",
                TAKE_OUT));
    }

    private static RuleResult of(Image image, WantedAttestations wanted, Subject subject) {
        Optional<RuleResult> refused = refused(image, wanted, subject);
        if (refused.isPresent()) {
            return refused.get();
        }
        AttestationSummary attested =
                AttestationSummary.of(subject, image.descriptor().digest());
        Set<AttestationKind> missing = EnumSet.noneOf(AttestationKind.class);
        missing.addAll(wanted.required());
        missing.removeAll(attested.kinds());
        String has = attested.kinds().isEmpty() ? "none" : AttestationKind.names(attested.kinds(), " and ");
        if (!attested.wrong().isEmpty()) {
            return RuleResult.fail(
                    wanted.expected(), has, first(attested.wrong()) + ", expected statements about this image", AGREE);
        }
        if (missing.isEmpty()) {
            String found = attested.kinds().isEmpty() ? "no attestation" : has;
            return RuleResult.pass(wanted.expected(), has, "it has " + found);
        }
        if (!attested.unread().isEmpty()) {
            return RuleResult.unknown(
                    wanted.expected(), "an attestation of it is unknown: " + first(attested.unread()), AGAIN);
        }
        return RuleResult.fail(
                wanted.expected(),
                has,
                "it lacks " + AttestationKind.names(missing, " and ") + ", expected " + wanted.expected() + ", found "
                        + has,
                BUILD);
    }

    /** One that clients read in different ways fails, whatever else attests the image. */
    private static Optional<RuleResult> refused(Image image, WantedAttestations wanted, Subject subject) {
        return subject.index().manifests().stream()
                .filter(entry -> entry.attests(image.descriptor().digest()))
                .map(entry -> subject.attestation(entry.digest()))
                .flatMap(fact -> Stream.concat(
                        Stream.of(fact),
                        fact.value().stream()
                                .flatMap(known -> known.held().stream().map(Attestation.Held::statement))))
                .filter(Fact::isRefused)
                .findFirst()
                .map(fact -> RuleResult.without(fact, "an attestation of it", wanted.expected(), AGAIN));
    }

    private static String first(List<String> sentences) {
        int more = sentences.size() - 1;
        return sentences.get(0) + (more > 0 ? " (and " + more + " more)" : "");
    }

    private static Optional<Digest> attested(Descriptor entry) {
        try {
            return entry.attested();
        } catch (FormatException malformed) {
            return Optional.empty();
        }
    }
}

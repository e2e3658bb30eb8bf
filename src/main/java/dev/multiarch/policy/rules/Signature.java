package dev.multiarch.policy.rules;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.signature.FoundSignature;
import dev.multiarch.signature.FoundSignature.State;
import dev.multiarch.signature.SignatureScope;
import dev.multiarch.signature.Signer;
import dev.multiarch.signature.WantedSignature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

final class Signature implements OfSignatures {
    private static final String SIGN = "sign the digest with that key, and the images too: cosign sign --recursive";
    private static final String KEYLESS =
            "sign the digest in that workflow, and the images too: cosign sign --recursive";
    private static final String LATER = "this call signs after the verdict, and judges that before tags move";
    private static final String AGAIN = Texts.WITH_COSIGN;

    @Override
    public String id() {
        return "image.signature";
    }

    @Override
    public Setting<WantedSignature> setting() {
        return SignatureSetting::read;
    }

    @Override
    public Shape shape() {
        return SignatureSetting.shape();
    }

    @Override
    public String later() {
        return LATER;
    }

    @Override
    public List<RuleResult> look(WantedSignature wanted, Subject subject) {
        List<RuleResult> answers = new ArrayList<>();
        answers.add(of(subject.isIndex() ? "the index" : "the image", subject.digest(), wanted.by(), subject));
        if (wanted.scope() != SignatureScope.INDEX && subject.isIndex()) {
            for (Image image : subject.images()) {
                RuleResult answer = of("the image", image.descriptor().digest(), wanted.by(), subject);
                answers.add(image.descriptor().platform().map(answer::on).orElse(answer));
            }
        }
        if (wanted.scope() == SignatureScope.ALL && !subject.attested().isEmpty()) {
            answers.add(ofAttestations(wanted.by(), subject));
        }
        return answers;
    }

    /** One answer for all: the worst. */
    private static RuleResult ofAttestations(Signer by, Subject subject) {
        List<RuleResult> each = subject.attested().stream()
                .map(Descriptor::digest)
                .distinct()
                .map(digest -> of("the attestation manifest", digest, by, subject))
                .toList();
        return Stream.of(Outcome.FAIL, Outcome.UNKNOWN)
                .flatMap(worst -> each.stream().filter(answer -> answer.outcome() == worst))
                .findFirst()
                .orElseGet(() -> each.size() == 1
                        ? each.get(0)
                        : RuleResult.pass(
                                expected(by),
                                "signed",
                                "all " + each.size() + " attestation manifests are signed by " + by));
    }

    private static RuleResult of(String what, Digest digest, Signer by, Subject subject) {
        Fact<List<FoundSignature>> found = subject.signatures().of(digest, by);
        String name = what + " " + digest;
        return RuleResult.from(found, "the signature of " + name, expected(by), AGAIN, all -> judge(name, all, by));
    }

    private static RuleResult judge(String name, List<FoundSignature> all, Signer by) {
        Optional<FoundSignature> valid = first(all, State.VALID);
        if (valid.isPresent()) {
            return RuleResult.pass(
                    expected(by),
                    "signed",
                    name + " is signed by " + by + " (" + valid.get().where() + ")");
        }
        Optional<FoundSignature> unread = first(all, State.UNREAD);
        if (unread.isPresent()) {
            return RuleResult.unknown(
                    expected(by), "the signature of " + name + " is unknown: " + said(unread.get()), AGAIN);
        }
        String fix = by instanceof Signer.OfKey ? SIGN : KEYLESS;
        if (all.isEmpty()) {
            return RuleResult.fail(expected(by), "none", name + " has no signature, expected " + expected(by), fix);
        }
        String more = all.size() == 1 ? "" : " (and " + (all.size() - 1) + " more)";
        return RuleResult.fail(
                expected(by),
                "another",
                name + " has no valid signature: " + said(all.get(0)) + more + ", expected " + expected(by),
                fix);
    }

    private static String said(FoundSignature signature) {
        return signature.where() + ": " + Texts.clipped(signature.why());
    }

    private static Optional<FoundSignature> first(List<FoundSignature> all, State state) {
        return all.stream().filter(each -> each.state() == state).findFirst();
    }

    private static String expected(Signer by) {
        return "one by " + by;
    }
}

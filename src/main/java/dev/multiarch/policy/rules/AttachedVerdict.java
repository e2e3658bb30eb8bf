package dev.multiarch.policy.rules;

import dev.multiarch.fact.Fact;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject;
import dev.multiarch.signature.FoundSignature;
import dev.multiarch.signature.FoundSignature.State;
import dev.multiarch.signature.FoundVerdict;
import dev.multiarch.signature.Insistence;
import dev.multiarch.signature.Signer;
import dev.multiarch.signature.VerificationSummary;
import dev.multiarch.signature.WantedSignature;
import dev.multiarch.signature.WantedVerdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

final class AttachedVerdict implements OfSignatures {
    private static final String ATTACH = "judge it and attach the verdict: multiarch promote --attest";
    private static final String AGAIN =
            Texts.WITH_COSIGN + "; a verdict that is dated in the future has to be removed from the registry";
    private static final String LATER = "this call attaches its verdict, and judges that before tags move";

    @Override
    public String id() {
        return "image.verdict";
    }

    @Override
    public Setting<WantedSignature> setting() {
        return SignatureSetting::verdict;
    }

    @Override
    public Shape shape() {
        return SignatureSetting.verdictShape();
    }

    @Override
    public String later() {
        return LATER;
    }

    @Override
    public List<RuleResult> look(WantedSignature wanted, Subject subject) {
        String name = (subject.isIndex() ? "the index " : "the image ") + subject.digest();
        Signer by = wanted.by();
        Fact<List<FoundVerdict>> found = subject.signatures()
                .verdicts(subject.digest(), by)
                .map(all -> all.stream() // those by this signer first: why they don't count says the most
                        .sorted(Comparator.comparing(each -> each.proof().state() != State.VALID))
                        .map(each -> each.held(wanted.said().orElse(WantedVerdict.ANY), subject.digest()))
                        .map(each -> each.asOf(subject.signatures().now()))
                        .toList());
        String expected =
                "PASSED by " + by + wanted.said().map(WantedVerdict::toString).orElse("");
        return List.of(RuleResult.from(
                found, "the verdict on " + name, expected, AGAIN, all -> judge(name, all, by, expected)));
    }

    private static RuleResult judge(String name, List<FoundVerdict> all, Signer by, String expected) {
        Optional<FoundSignature> unread = all.stream()
                .map(FoundVerdict::proof)
                .filter(proof -> proof.state() == State.UNREAD)
                .findFirst();
        Optional<VerificationSummary> newest = VerificationSummary.newest(all);
        boolean failed = newest.filter(verdict -> !verdict.passed()).isPresent();
        if (unread.isPresent() && !failed) {
            return RuleResult.unknown(expected, "a verdict on " + name + " is unknown: " + said(unread.get()), AGAIN);
        }
        Optional<Insistence> insisted =
                all.stream().flatMap(each -> each.insisted().stream()).max(Comparator.comparing(Insistence::at));
        String unjudged = insisted.map(AttachedVerdict::said).orElse("");
        if (newest.isEmpty() && insisted.isPresent()) {
            String message = name + " has no verdict: it " + unjudged + ". Expected " + expected;
            return RuleResult.fail(expected, "published unjudged", message, ATTACH);
        }
        if (newest.isEmpty()) {
            String why = all.isEmpty()
                    ? " has no verdict"
                    : " has no valid verdict: " + said(all.get(0).proof());
            return RuleResult.fail(expected, "none", name + why + ", expected " + expected, ATTACH);
        }
        VerificationSummary verdict = newest.get();
        String result = verdict.passed() ? "PASSED" : "FAILED";
        String message = name + " has the verdict " + result + " of " + verdict.at() + " ("
                + Texts.clipped(String.join(", ", verdict.policies())) + ") by " + by;
        return verdict.passed()
                ? RuleResult.pass(expected, result, message)
                : RuleResult.fail(
                        expected,
                        result,
                        message + ", expected PASSED" + (unjudged.isEmpty() ? "" : ". It " + unjudged),
                        ATTACH);
    }

    private static String said(Insistence insisted) {
        String by = insisted.by().equals(Insistence.NOT_KNOWN) ? "" : " by " + Texts.clipped(insisted.by());
        return "was published unjudged at " + insisted.at() + by + " as "
                + Texts.clipped(String.join(", ", insisted.tags())) + ", reason: "
                + Texts.clipped(insisted.reason());
    }

    private static String said(FoundSignature proof) {
        return proof.where() + ": " + Texts.clipped(proof.why());
    }
}

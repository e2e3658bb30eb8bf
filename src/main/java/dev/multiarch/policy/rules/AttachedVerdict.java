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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

final class AttachedVerdict implements OfSignatures {
    private static final String ATTACH = "judge it and attach the verdict: multiarch promote --attest";
    private static final String AGAIN = Texts.WITH_COSIGN;
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
        Fact<List<FoundVerdict>> found = subject.signatures().verdicts(subject.digest(), by);
        return List.of(
                RuleResult.from(found, "the verdict on " + name, expected(by), AGAIN, all -> judge(name, all, by)));
    }

    private static RuleResult judge(String name, List<FoundVerdict> all, Signer by) {
        Optional<FoundSignature> unread = all.stream()
                .map(FoundVerdict::proof)
                .filter(proof -> proof.state() == State.UNREAD)
                .findFirst();
        if (unread.isPresent()) {
            return RuleResult.unknown(
                    expected(by), "a verdict on " + name + " is unknown: " + said(unread.get()), AGAIN);
        }
        Optional<VerificationSummary> newest = VerificationSummary.newest(all);
        Optional<Insistence> insisted =
                all.stream().flatMap(each -> each.insisted().stream()).max(Comparator.comparing(Insistence::at));
        String unjudged = insisted.map(AttachedVerdict::said).orElse("");
        if (newest.isEmpty() && insisted.isPresent()) {
            String message = name + " has no verdict: it " + unjudged + ". Expected " + expected(by);
            return RuleResult.fail(expected(by), "published unjudged", message, ATTACH);
        }
        if (newest.isEmpty()) {
            String why = all.isEmpty()
                    ? " has no verdict"
                    : " has no valid verdict: " + said(all.get(0).proof());
            return RuleResult.fail(expected(by), "none", name + why + ", expected " + expected(by), ATTACH);
        }
        VerificationSummary verdict = newest.get();
        String result = verdict.passed() ? "PASSED" : "FAILED";
        String message = name + " has the verdict " + result + " of " + verdict.at() + " ("
                + Texts.clipped(String.join(", ", verdict.policies())) + ") by " + by;
        return verdict.passed()
                ? RuleResult.pass(expected(by), result, message)
                : RuleResult.fail(
                        expected(by),
                        result,
                        message + ", expected PASSED" + (unjudged.isEmpty() ? "" : ". It " + unjudged),
                        ATTACH);
    }

    private static String said(Insistence insisted) {
        String by = insisted.by().equals("not known") ? "" : " by " + Texts.clipped(insisted.by());
        return "was published unjudged at " + insisted.at() + by + " as "
                + Texts.clipped(String.join(", ", insisted.tags())) + ", reason: "
                + Texts.clipped(insisted.reason());
    }

    private static String said(FoundSignature proof) {
        return proof.where() + ": " + Texts.clipped(proof.why());
    }

    private static String expected(Signer by) {
        return "PASSED by " + by;
    }
}

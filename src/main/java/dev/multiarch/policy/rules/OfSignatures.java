package dev.multiarch.policy.rules;

import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Subject;
import dev.multiarch.signature.SignatureLookup;
import dev.multiarch.signature.WantedSignature;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A rule on what somebody signed of an index. Where this call signs, that is after the verdict and before tags move. */
interface OfSignatures extends Rule.OfIndex<WantedSignature> {
    /** What is said where this call signs. */
    String later();

    /** What the registry has. */
    List<RuleResult> look(WantedSignature wanted, Subject subject);

    @Override
    default List<String> files() {
        return List.of(SignatureSetting.KEY);
    }

    @Override
    default Set<Need> needs() {
        return EnumSet.of(Need.SIGNATURES);
    }

    @Override
    default Optional<WantedSignature> signature(WantedSignature wanted) {
        return Optional.of(wanted);
    }

    @Override
    default List<RuleResult> judge(WantedSignature wanted, Subject subject) {
        return subject.signatures() == SignatureLookup.LATER
                ? List.of(RuleResult.skipped(later()))
                : look(wanted, subject);
    }
}

package dev.multiarch.policy.rules;

import dev.multiarch.policy.RuleResult;
import dev.multiarch.record.BuildFacts;
import java.util.Optional;

/** What rules on binfmt_misc say where BuildKit brought its own emulator. */
final class BundledEmulator {
    private BundledEmulator() {}

    static Optional<RuleResult> skipped(BuildFacts facts) {
        return facts.emulator().value().filter(BuildFacts.BUNDLED::equals).map(bundled -> {
            return RuleResult.skipped("BuildKit brought its own emulator, so no binfmt_misc entry was used")
                    .learnt(facts.emulator());
        });
    }
}

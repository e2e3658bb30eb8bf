package dev.multiarch.cli.action;

import dev.multiarch.sign.JobIdentity;
import dev.multiarch.text.FormatException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the inputs say of signing. Where nothing is pushed nothing is signed either: a workflow asks for both in each of its
 * runs, also in those of pull requests from forks, which get neither a token that pushes nor an identity.
 *
 * @param asking the input that asks for it; empty where nothing is signed
 * @param signs whether what says how to sign counts
 */
record SigningInputs(Optional<String> asking, Optional<String> key, boolean signs) {
    private static final List<String> ASKING = List.of("sign", "attest-verdict");

    static SigningInputs of(Map<String, String> environment, boolean pushes) {
        Optional<String> asking = ASKING.stream()
                .filter(input -> BuildInputs.isTrue(
                        input, ActionInputs.value(environment, input).strip()))
                .findFirst()
                .filter(input -> pushes);
        // A branch may say false, and the key is given for all of them.
        boolean refused = ASKING.stream()
                .anyMatch(input -> !ActionInputs.value(environment, input).isBlank());
        return new SigningInputs(
                asking,
                ActionInputs.one("signing-key", ActionInputs.value(environment, "signing-key")),
                pushes && (asking.isPresent() || !refused));
    }

    boolean takes(InputTable.Row row) {
        return signs || !InputTable.SIGNATURES.contains(row.input());
    }

    /** @throws FormatException if what is built could not be signed afterwards */
    void check(Map<String, String> environment) {
        if (asking.isPresent() && key.isEmpty()) {
            JobIdentity.missing(environment).ifPresent(why -> {
                throw new FormatException("input " + asking.get() + " needs the identity of this job, " + why
                        + ", or sign with a key: input signing-key. Nothing was built");
            });
        }
    }
}

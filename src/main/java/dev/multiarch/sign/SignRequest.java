package dev.multiarch.sign;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to sign.
 *
 * @param sign whether the index and what it names are signed
 * @param attest whether the verdict is attached to the index
 * @param key a file, or what cosign takes for one in a KMS; empty for cosign's keyless way
 * @param config cosign's signing config, which names the services that it uses; empty for the public ones
 * @param legacy whether cosign's first form, under a tag, is made too
 * @param folder that files are named from
 * @param limit of each call of cosign
 */
public record SignRequest(
        boolean sign,
        boolean attest,
        Optional<String> key,
        Optional<String> config,
        boolean legacy,
        Path folder,
        Duration limit) {
    /** Services that answer late have answered by then. */
    public static final Duration LIMIT = Duration.ofMinutes(2);
}

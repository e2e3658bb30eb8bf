package dev.multiarch.signature;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has cosign check signatures that name a person or a workflow: their certificates, and that they are in the public log, are
 * checked against roots that cosign keeps up to date.
 */
public final class CosignCheck {
    /** Its exit codes (cosign, cmd/cosign/errors/exit_codes.go); all other failures leave it open. */
    private static final int UNSIGNED = 10;

    private static final int NO_MATCH = 12;
    private static final int NO_CERTIFICATE = 13;
    private static final int LONGEST = 300;

    private final Programs programs;
    private final Optional<String> cosign;

    /** @param environment its PATH is searched */
    public CosignCheck(Programs programs, Map<String, String> environment) {
        this.programs = programs;
        this.cosign = Program.find("cosign", environment.getOrDefault("PATH", ""));
    }

    /**
     * @param subject with a digest
     * @param plain whether its registry may be spoken to in plain http
     */
    public Fact<List<FoundSignature>> of(Reference subject, Signer.Identity by, boolean plain) {
        if (cosign.isEmpty()) {
            return Fact.unknown("cosign is not on the PATH, and it checks identities");
        }
        List<String> words = new ArrayList<>(List.of(
                cosign.get(),
                "verify",
                "--certificate-identity=" + by.name(),
                "--certificate-oidc-issuer=" + by.issuer()));
        if (plain) {
            words.add("--allow-http-registry");
        }
        words.add(subject.toString());
        try {
            return fact(programs.run(Program.of(words)));
        } catch (ProgramException e) {
            return Fact.unknown(Printable.cut(Printable.line(e.getMessage()), LONGEST));
        }
    }

    private static Fact<List<FoundSignature>> fact(Result result) {
        if (result.ok()) {
            return Fact.known(List.of(FoundSignature.valid("cosign verify")), FactSource.COMMAND);
        }
        List<String> lines = result.lastLines();
        String said = lines.isEmpty() ? "nothing" : Printable.cut(lines.get(lines.size() - 1), LONGEST);
        return switch (result.exit()) {
            case UNSIGNED -> Fact.known(List.of(), FactSource.COMMAND);
            case NO_MATCH, NO_CERTIFICATE ->
                Fact.known(List.of(FoundSignature.other("cosign verify", "cosign says: " + said)), FactSource.COMMAND);
            default -> Fact.unknown("cosign verify ended with " + result.exit() + ": " + said);
        };
    }
}

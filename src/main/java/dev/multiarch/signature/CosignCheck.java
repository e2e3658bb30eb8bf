package dev.multiarch.signature;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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

    /** It keeps up no answer for long, whatever it waits for. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

    private static final String WHERE = "cosign verify";
    private static final String JSON = "--output=json";

    private final Programs programs;
    private final Optional<String> cosign;
    private final Duration limit;
    private volatile Optional<String> hangs = Optional.empty();

    /**
     * @param environment its PATH is searched
     * @param limit of each call; after one that took longer no other is begun
     */
    public CosignCheck(Programs programs, Map<String, String> environment, Duration limit) {
        this.programs = programs;
        this.limit = limit;
        this.cosign = Program.find("cosign", environment.getOrDefault("PATH", ""));
    }

    /**
     * @param subject with a digest
     * @param plain whether its registry may be spoken to in plain http
     */
    public Fact<List<FoundSignature>> of(Reference subject, Signer.Identity by, boolean plain) {
        Optional<String> without = without();
        if (without.isPresent()) {
            return Fact.unknown(without.get());
        }
        try {
            Result result = run(List.of("verify", JSON), subject, by, plain);
            Fact<List<FoundSignature>> found = fact(result);
            if (!result.ok()
                    || found.value().isEmpty()
                    || found.value().get().stream().anyMatch(CosignCheck::counts)) {
                return found;
            }
            // It looks no further than bundles where there is one, if only an attestation.
            Fact<List<FoundSignature>> older =
                    fact(run(List.of("verify", JSON, "--new-bundle-format=false"), subject, by, plain));
            return older.value().filter(List::isEmpty).isPresent() ? found : older;
        } catch (ProgramException e) {
            return Fact.unknown(said(e));
        }
    }

    /**
     * Verdicts that are attached to it; where none passed, also whether somebody insisted.
     *
     * @param now a pass that is dated later does not count
     */
    public Fact<List<FoundVerdict>> verdicts(Reference subject, Signer.Identity by, boolean plain, Instant now) {
        Optional<String> without = without();
        if (without.isPresent()) {
            return Fact.unknown(without.get());
        }
        try {
            Result result = attested(VerificationSummary.TYPE, subject, by, plain);
            List<FoundVerdict> judged = all(result, subject, VerificationSummary.TYPE);
            if (VerificationSummary.newest(
                            judged.stream().map(each -> each.asOf(now)).toList())
                    .filter(VerificationSummary::passed)
                    .isPresent()) {
                return Fact.known(judged, FactSource.COMMAND);
            }
            Fact<List<FoundVerdict>> found = result.ok()
                    ? Fact.known(judged, FactSource.COMMAND)
                    : fact(result)
                            .map(all -> all.stream().map(FoundVerdict::none).toList());
            List<FoundVerdict> insisted = all(attested(Insistence.TYPE, subject, by, plain), subject, Insistence.TYPE);
            return found.map(
                    all -> Stream.concat(all.stream(), insisted.stream()).toList());
        } catch (ProgramException e) {
            return Fact.unknown(said(e));
        }
    }

    /** Why it can't be asked; empty where it can. */
    private Optional<String> without() {
        return cosign.isEmpty() ? Optional.of("cosign is not on the PATH, and it checks identities") : hangs;
    }

    private static String said(ProgramException e) {
        return Printable.cut(Printable.line(e.getMessage()), LONGEST);
    }

    private Result attested(String type, Reference subject, Signer.Identity by, boolean plain) throws ProgramException {
        return run(List.of("verify-attestation", "--type=" + type), subject, by, plain);
    }

    /** cosign prints the envelopes that it verified, one in each line. */
    private static List<FoundVerdict> all(Result result, Reference subject, String type) {
        return result.ok()
                ? result.text()
                        .lines()
                        .filter(line -> line.startsWith("{"))
                        .map(line -> verdict(line, subject.digest().orElseThrow(), type))
                        .toList()
                : List.of();
    }

    private static FoundVerdict verdict(String line, Digest digest, String type) {
        try {
            JsonObject envelope = Json.read(line.getBytes(StandardCharsets.UTF_8), "what cosign verified");
            SignedContent content = Bundle.ofEnvelope(envelope);
            FoundSignature proof = content.by((bytes, made) -> true, Set.of(type), digest, WHERE);
            return FoundVerdict.of(content.attestation(proof));
        } catch (FormatException malformed) {
            return FoundVerdict.none(FoundSignature.other(WHERE, malformed.getMessage()));
        }
    }

    private Result run(List<String> check, Reference subject, Signer.Identity by, boolean plain)
            throws ProgramException {
        List<String> words = new ArrayList<>(List.of(cosign.orElseThrow()));
        words.addAll(check);
        words.add("--certificate-identity=" + by.name());
        words.add("--certificate-oidc-issuer=" + by.issuer());
        if (plain) {
            words.add("--allow-http-registry");
        }
        words.add(subject.toString());
        try {
            return programs.run(Program.of(words).within(limit));
        } catch (ProgramException e) {
            if (e.result().timedOut()) {
                hangs = Optional.of(said(e));
            }
            throw e;
        }
    }

    private static boolean counts(FoundSignature found) {
        return found.state() == FoundSignature.State.VALID;
    }

    /** It takes any bundle of that signer for a signature, and a verdict that says FAILED is one too: only its output tells. */
    private static Fact<List<FoundSignature>> verified(Result result) {
        try {
            byte[] all = ("{\"verified\": " + result.text().strip() + "}").getBytes(StandardCharsets.UTF_8);
            List<FoundSignature> found = Json.read(all, "what cosign verified").objects("verified").stream()
                    .map(each -> each.object("critical").text("type"))
                    .map(type -> Bundle.SIGNED.equals(type) || SimpleSigning.KINDS.contains(type)
                            ? FoundSignature.valid(WHERE)
                            : FoundSignature.other(WHERE, SignedContent.attested(type)))
                    .toList();
            return Fact.known(found, FactSource.COMMAND);
        } catch (FormatException malformed) {
            return Fact.unknown("what cosign verify printed can't be read: "
                    + Printable.cut(Printable.line(malformed.getMessage()), LONGEST));
        }
    }

    private static Fact<List<FoundSignature>> fact(Result result) {
        if (result.ok()) {
            return verified(result);
        }
        List<String> lines = result.lastLines();
        String said = lines.isEmpty() ? "nothing" : Printable.cut(lines.get(lines.size() - 1), LONGEST);
        return switch (result.exit()) {
            case UNSIGNED -> Fact.known(List.of(), FactSource.COMMAND);
            case NO_MATCH, NO_CERTIFICATE ->
                Fact.known(List.of(FoundSignature.other(WHERE, "cosign says: " + said)), FactSource.COMMAND);
            default -> Fact.unknown("cosign verify ended with " + result.exit() + ": " + said);
        };
    }
}

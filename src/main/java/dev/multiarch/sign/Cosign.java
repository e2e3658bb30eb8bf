package dev.multiarch.sign;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.signature.VerificationKey;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program cosign, from version 3 on: older ones write the form of old, and don't know a signing config. */
final class Cosign {
    private static final Pattern VERSION = Pattern.compile("(?m)^GitVersion:\\s{1,20}v([0-9]{1,4})\\.(\\S{1,100})$");
    private static final int OLDEST = 3;
    private static final String INSTALL = "Fix: install cosign " + OLDEST
            + " (https://docs.sigstore.dev/cosign/system_config/installation/), in a workflow by sigstore/cosign-installer";

    private final Programs programs;
    private final SignRequest request;
    private final String name;
    private final Optional<VerificationKey> key;

    private Cosign(Programs programs, SignRequest request, String name, Optional<VerificationKey> key) {
        this.programs = programs;
        this.request = request;
        this.name = name;
        this.key = key;
    }

    /**
     * Asks it for its version and for the public key, at once as each start of it takes a while.
     *
     * @param environment its PATH is searched
     * @throws StepFailed if there is none, or an old one, or it can't use the key
     */
    static Cosign find(Programs programs, Map<String, String> environment, SignRequest request) throws StepFailed {
        Optional<String> name = Program.find("cosign", environment.getOrDefault("PATH", ""));
        if (name.isEmpty()) {
            throw new StepFailed("cosign is not on the PATH, so nothing was signed. " + INSTALL);
        }
        var unknown = new Cosign(programs, request, name.get(), Optional.empty());
        List<AtOnce.Work<Cosign, Optional<VerificationKey>, StepFailed>> questions =
                List.of(Cosign::requireVersion, Cosign::publicKey);
        return new Cosign(
                programs,
                request,
                name.get(),
                AtOnce.map(questions, questions.size(), question -> question.with(unknown))
                        .get(1));
    }

    private Optional<VerificationKey> requireVersion() throws StepFailed {
        Matcher version = VERSION.matcher(answer(List.of(name, "version")));
        // One that somebody built from source does not know its version, and 0.0.0 says that.
        if (version.find() && !version.group(1).equals("0") && Integer.parseInt(version.group(1)) < OLDEST) {
            throw new StepFailed("cosign is of version " + version.group(1) + "." + version.group(2) + ", expected "
                    + OLDEST + " or later, so nothing was signed. " + INSTALL);
        }
        return Optional.empty();
    }

    private Optional<VerificationKey> publicKey() throws StepFailed {
        if (request.key().isEmpty()) {
            return Optional.empty();
        }
        String given = request.key().get();
        try {
            return Optional.of(VerificationKey.parse(answer(List.of(name, "public-key", "--key", given))));
        } catch (FormatException malformed) {
            throw new StepFailed("cosign public-key --key " + given + ": " + malformed.getMessage());
        } catch (StepFailed refused) {
            String fix = given.contains("://")
                    ? "Fix: look whether this job may use that key"
                    : "Fix: give the file of a private key that cosign made, and its password in COSIGN_PASSWORD";
            throw new StepFailed(refused.getMessage() + "\nNothing was signed. " + fix, refused);
        }
    }

    /** The public key to the one that signs; empty where identities sign. */
    Optional<VerificationKey> key() {
        return key;
    }

    /**
     * @param subject with a digest
     * @param plain whether its registry may be spoken to in plain http
     */
    void sign(Reference subject, boolean legacy, boolean plain) throws StepFailed {
        answer(words(name, request, subject, legacy, plain));
    }

    /** @param type the predicate type of the statement that is made of it */
    void attest(Reference subject, String type, byte[] predicate, boolean plain) throws StepFailed {
        List<String> words = new ArrayList<>(List.of(name, "attest", "--yes", "--type", type, "--predicate", "-"));
        request.key().ifPresent(key -> words.addAll(List.of("--key", key)));
        request.config().ifPresent(file -> words.addAll(List.of("--signing-config", file)));
        if (plain) {
            words.add("--allow-http-registry");
        }
        words.add(subject.toString());
        answer(Program.of(words).reading(predicate));
    }

    private static List<String> words(
            String name, SignRequest request, Reference subject, boolean legacy, boolean plain) {
        List<String> words = new ArrayList<>(List.of(name, "sign", "--yes"));
        request.key().ifPresent(key -> words.addAll(List.of("--key", key)));
        if (legacy) {
            words.add("--new-bundle-format=false");
        }
        if (legacy && request.config().isPresent()) {
            words.addAll(List.of("--use-signing-config=false", "--tlog-upload=false"));
        }
        request.config().filter(file -> !legacy).ifPresent(file -> words.addAll(List.of("--signing-config", file)));
        if (plain) {
            words.add("--allow-http-registry");
        }
        words.add(subject.toString());
        return words;
    }

    private String answer(List<String> words) throws StepFailed {
        return answer(Program.of(words));
    }

    private String answer(Program program) throws StepFailed {
        try {
            return programs.run(program.in(request.folder())).orThrow().text();
        } catch (ProgramException e) {
            throw new StepFailed(e.getMessage(), e);
        }
    }
}

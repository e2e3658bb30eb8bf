package dev.multiarch.sign;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.signature.VerificationKey;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program cosign, from version 3 on: older ones write the form of old, and don't know a signing config. */
final class Cosign {
    private static final Pattern VERSION = Pattern.compile("(?m)^GitVersion:\\s{1,20}v([0-9]{1,4})\\.(\\S{1,100})$");
    private static final int OLDEST = 3;

    /** How cosign says that a registry refused an artifact (go-containerregistry, transport.Error), rather than a login. */
    private static final Pattern REFUSED = Pattern.compile("PUT \\S{1,2000}/manifests/sha256:[0-9a-f]{64}: "
            + "(MANIFEST_INVALID|MANIFEST_UNVERIFIED|UNSUPPORTED|unexpected status code (400|405|415|422)\\b)");

    private static final String INSTALL = "Fix: install cosign " + OLDEST
            + " (https://docs.sigstore.dev/cosign/system_config/installation/), in a workflow by sigstore/cosign-installer";

    private static final String HANGS = "Fix: look whether the registry answers, and the"
            + " services that cosign uses (--signing-config, a KMS, without a key Sigstore)";

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
        Matcher version = VERSION.matcher(ask(List.of(name, "version"), failed -> INSTALL));
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
        String key = ask(
                List.of(name, "public-key", "--key", given),
                failed -> keyFix(given, String.join("\n", failed.lastLines())));
        try {
            return Optional.of(VerificationKey.parse(key));
        } catch (FormatException malformed) {
            throw nothing("cosign public-key --key " + given + ": " + malformed.getMessage(), "Fix: give another key");
        }
    }

    private static String keyFix(String given, String said) {
        if (said.contains("unrecognized scheme")) {
            return "Fix: give a file, or the name of a key in a KMS that cosign knows: awskms://, gcpkms://, azurekms://,"
                    + " hashivault://";
        }
        if (given.contains(":")) {
            return "Fix: look whether that key is there, and this job may use it";
        }
        return said.contains("decrypt")
                ? "Fix: set COSIGN_PASSWORD to the password of this key"
                : "Fix: give the file of a private key that cosign made, and its password in COSIGN_PASSWORD";
    }

    /** The public key to the one that signs; empty where identities sign. */
    Optional<VerificationKey> key() {
        return key;
    }

    /**
     * @param subject with a digest
     * @param plain whether its registry may be spoken to in plain http
     */
    void sign(Reference subject, boolean legacy, boolean plain) throws StepFailed, ArtifactRefused {
        push(Program.of(words(name, request, subject, legacy, plain)));
    }

    /** @param type the predicate type of the statement that is made of it */
    void attest(Reference subject, String type, byte[] predicate, boolean plain) throws StepFailed, ArtifactRefused {
        List<String> words = new ArrayList<>(List.of(name, "attest", "--yes", "--type", type, "--predicate", "-"));
        request.key().ifPresent(key -> words.addAll(List.of("--key", key)));
        request.config().ifPresent(file -> words.addAll(List.of("--signing-config", file)));
        if (plain) {
            words.add("--allow-http-registry");
        }
        words.add(subject.toString());
        push(Program.of(words).reading(predicate));
    }

    private static List<String> words(
            String name, SignRequest request, Reference subject, boolean legacy, boolean plain) {
        List<String> words = new ArrayList<>(List.of(name, "sign", "--yes"));
        request.key().ifPresent(key -> words.addAll(List.of("--key", key)));
        if (legacy) {
            words.addAll(
                    List.of("--new-bundle-format=false", "--use-signing-config=false")); // cosign 3.1 refuses one alone
        }
        if (legacy && request.config().isPresent()) {
            words.add("--tlog-upload=false");
        }
        request.config().filter(file -> !legacy).ifPresent(file -> words.addAll(List.of("--signing-config", file)));
        if (plain) {
            words.add("--allow-http-registry");
        }
        words.add(subject.toString());
        return words;
    }

    /** Of what comes before the first signature. */
    private String ask(List<String> words, Function<Result, String> fix) throws StepFailed {
        try {
            return run(Program.of(words)).orThrow().text();
        } catch (ProgramException e) {
            throw nothing(e.getMessage(), e.result().timedOut() ? HANGS : fix.apply(e.result()));
        }
    }

    private static StepFailed nothing(String why, String fix) {
        return new StepFailed(why + "\nNothing was signed. " + fix);
    }

    private void push(Program program) throws StepFailed, ArtifactRefused {
        try {
            run(program).orThrow();
        } catch (ProgramException e) {
            if (REFUSED.matcher(String.join("\n", e.result().lastLines())).find()) {
                throw new ArtifactRefused(e.getMessage(), e);
            }
            throw failed(e);
        }
    }

    private Result run(Program program) throws ProgramException {
        return programs.run(program.in(request.folder()).within(request.limit()));
    }

    private static StepFailed failed(ProgramException e) {
        return new StepFailed(e.result().timedOut() ? e.getMessage() + "\n" + HANGS : e.getMessage(), e);
    }
}

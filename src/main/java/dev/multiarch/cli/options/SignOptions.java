package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Workspace;
import dev.multiarch.process.FileInput;
import dev.multiarch.sign.JobIdentity;
import dev.multiarch.sign.Sign;
import dev.multiarch.sign.SignRequest;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.ShellWord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Whether and how what passed is signed before tags move. */
public final class SignOptions {
    public static final String HEADING = "Signatures";

    /** How cosign names a key in a hardware token (RFC 7512). */
    private static final String TOKEN = "pkcs11:";

    private static final Pattern PLAIN = Pattern.compile("-----BEGIN ((RSA|EC|ENCRYPTED|OPENSSH) )?PRIVATE KEY-----");
    private static final int HEAD = 64;

    private final OptionSpec sign = Options.flag(
            "--sign",
            "Sign attestation manifests, images and the index by cosign 3, after the verdict and before any tag moves."
                    + " Without --key it is done in cosign's keyless way, which needs id-token: write in a workflow.");

    private final OptionSpec attest = Options.flag(
            "--attest",
            "Attach the verdict to the index by cosign, as SLSA verification summary and whole: before any tag moves, and"
                    + " also where it failed. With promote --unjudged: the reason.");

    private final OptionSpec key = Options.text(
            "--key",
            "KEY",
            "Sign with this key: a file, or a name in a KMS as cosign takes it. The password of a file is taken from"
                    + " COSIGN_PASSWORD.");

    private final OptionSpec config = Options.text(
            "--signing-config",
            "FILE",
            "Use the services that this signing config of cosign names, instead of Sigstore's public ones.");

    private final OptionSpec legacy = Options.flag(
            "--legacy-signatures",
            "Sign in cosign's first form too, under tags sha256-….sig, for programs that know no other.");

    public CommandSpec spec() {
        return Options.group(sign, attest, key, config, legacy);
    }

    public boolean attests() {
        return attest.getValue();
    }

    /** @throws UsageException if a verdict is to be attached, and this call makes none */
    public void requireVerdict(boolean judges) throws UsageException {
        if (attests() && !judges) {
            throw new UsageException("--attest attaches the verdict of this call, which does not judge with --verdict."
                    + " Fix: leave out one of them");
        }
    }

    /**
     * Makes the session sign, where that is asked for.
     *
     * @throws UsageException if this job has neither key nor identity
     * @throws StepFailed if there is no cosign, or it can't use the key: better now than after hours of builds
     */
    public Session on(Console console, Session tools, boolean noPush) throws UsageException, IOException, StepFailed {
        Optional<String> key = Options.given(this.key);
        Optional<String> config = Options.given(this.config);
        boolean legacy = this.legacy.getValue();
        boolean signs = sign.getValue();
        boolean attests = attests();
        if (!signs && !attests) {
            if (key.isPresent() || config.isPresent() || legacy) {
                throw new UsageException(
                        (key.isPresent() ? "--key" : legacy ? "--legacy-signatures" : "--signing-config")
                                + " says how to sign, and neither --sign nor --attest is given. Fix: give --sign, or leave it out");
            }
            return tools;
        }
        if (noPush) {
            throw new UsageException((signs ? "--sign" : "--attest")
                    + " can't be combined with --no-push: signatures are kept in a registry, next to"
                    + " what they sign. Fix: leave out one of them");
        }
        if (key.isPresent() && !key.get().contains("://") && !key.get().startsWith(TOKEN)) {
            requirePrivate(key.get(), Workspace.readingFile(console, "--key", key.get()));
        }
        if (config.isPresent()) {
            Workspace.readingFile(console, "--signing-config", config.get());
        }
        Optional<String> missing = key.isPresent() ? Optional.empty() : JobIdentity.missing(console.environment());
        if (missing.isPresent()) {
            throw new UsageException((signs ? "--sign" : "--attest") + " needs the identity of this job, "
                    + missing.get() + ", or give --key");
        }
        var signing = new Sign(
                tools,
                new SignRequest(
                        signs, attests, key, config, legacy, console.directory().toAbsolutePath(), SignRequest.LIMIT));
        signing.prepare();
        return tools.with(signing);
    }

    /** What cosign would say of these is that their type is not supported. All others are left to it. */
    private static void requirePrivate(String name, Path file) throws UsageException, IOException {
        String first;
        try (InputStream in = FileInput.open(file)) {
            first = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1).stripLeading();
        }
        if (first.startsWith("-----BEGIN PUBLIC KEY-----")) {
            throw new UsageException(
                    "--key " + name + ": this is a public key, which can't sign. Fix: give the private key"
                            + " to it, such as cosign.key");
        }
        if (PLAIN.matcher(first).lookingAt()) {
            throw new UsageException(
                    "--key " + name + ": this private key was not made by cosign, which reads no other."
                            + " Fix: cosign import-key-pair --key " + ShellWord.quoted(name)
                            + ", and give the file that it makes");
        }
    }
}

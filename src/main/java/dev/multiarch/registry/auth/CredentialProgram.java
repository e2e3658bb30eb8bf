package dev.multiarch.registry.auth;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.registry.request.Response;
import dev.multiarch.registry.settings.Credential;
import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A program {@code docker-credential-NAME} that keeps passwords, asked as docker-credential-helpers has it: {@code get},
 * the server on standard input, JSON on standard output.
 *
 * @param path the variable PATH; a relative folder in it is passed over
 */
record CredentialProgram(String name, String path) {
    /** A keyring may first have to ask its owner. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int LONGEST_ANSWER = 64 << 10;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** What these programs say, and exit with 1, where they have nothing. */
    private static final String NOTHING = "credentials not found";

    /** The user name that marks the secret as an identity token. */
    private static final String TOKEN = "<token>";

    /** It could not be asked, or did not answer as such programs do. The message is one line and holds no secret. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        Failed(String message) {
            super(message);
        }
    }

    /** @param server as {@code docker login} names it */
    Optional<Credential> get(Programs programs, String server) throws Failed {
        if (!NAME.matcher(name).matches()) {
            throw new Failed("\"" + Response.oneLine(name) + "\" is not a name of a credential helper");
        }
        String program = Program.find("docker-credential-" + name, path)
                .orElseThrow(() -> new Failed("docker-credential-" + name + " is not on the PATH"));
        Program get =
                Program.of(program, "get").within(LIMIT).reading((server + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            return read(programs.run(get));
        } catch (ProgramException e) {
            throw new Failed(Response.oneLine(e.getMessage()));
        }
    }

    private Optional<Credential> read(Result result) throws Failed {
        if (result.out().length > LONGEST_ANSWER) {
            throw new Failed("docker-credential-" + name + " answered more than 64 KiB");
        }
        if (!result.ok()) {
            String said = result.text() + " " + String.join(" ", result.lastLines());
            if (said.contains(NOTHING)) {
                return Optional.empty();
            }
            throw new Failed(
                    Response.oneLine("docker-credential-" + name + " ended with " + result.exit() + ": " + said));
        }
        try {
            JsonObject json = Json.read(result.out(), "answer");
            String user = json.optionalText("Username").orElse("");
            String secret = json.optionalText("Secret").orElse("");
            boolean token = user.equals(TOKEN);
            return secret.isEmpty()
                    ? Optional.empty()
                    : Optional.of(token ? new Credential("", "", secret) : new Credential(user, secret, ""));
        } catch (FormatException malformed) { // whose message may quote the secret
            throw new Failed("docker-credential-" + name + " answered no JSON with Username and Secret");
        }
    }
}

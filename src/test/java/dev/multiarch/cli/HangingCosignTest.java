package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.Commands;
import dev.multiarch.cli.SigningCosign.Fault;
import dev.multiarch.fact.Fact;
import dev.multiarch.image.Index;
import dev.multiarch.policy.Verdict;
import dev.multiarch.process.Programs;
import dev.multiarch.sign.Sign;
import dev.multiarch.sign.SignRequest;
import dev.multiarch.signature.CosignCheck;
import dev.multiarch.signature.FoundSignature;
import dev.multiarch.signature.FoundVerdict;
import dev.multiarch.signature.Signer;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cosign that does not answer is ended with all that it started, nothing counts as signed, and the next call completes it. */
class HangingCosignTest extends WithCosign {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private static final Signer.Identity SOMEBODY =
            new Signer.Identity("me@example.com", "https://accounts.example.com");

    private Sign signing(Duration limit) {
        var session = new Session(image.client, new Programs(line -> {}), environment(), line -> {}, Optional.empty());
        return new Sign(
                session,
                new SignRequest(true, true, Optional.of("cosign.key"), Optional.empty(), false, folder, limit));
    }

    private Map<String, String> environment() {
        return Map.of("PATH", programs.folder() + ":" + System.getenv("PATH"));
    }

    private void work(Duration limit) throws Exception {
        Sign signing = signing(limit);
        signing.sign(image.image, Index.parse(image.client.manifest(image.image).bytes(), "the index"));
        signing.attest(
                image.image,
                new Verdict(
                        new Verdict.OfIndex(image.image.toString(), Optional.of(image.digest), List.of()),
                        List.of(),
                        List.of()));
    }

    /** It leaves word of what it started, which would go on for long. */
    private static final String FAKE = COSIGN.replace("/calls\"", "/asked\"");

    private void hangsAt(String command) throws Exception {
        programs.with(
                "cosign",
                FAKE.replace(
                        "case \"$1\" in",
                        "if [ \"$1\" = " + command
                                + " ]; then sleep 600 & echo $! >> \"$(dirname \"$0\")/started\"; wait; fi\n"
                                + "case \"$1\" in"));
    }

    private void nothingIsLeft() throws Exception {
        Path started = programs.folder().resolve("started");
        assertThat(Files.readAllLines(started))
                .isNotEmpty()
                .allMatch(pid -> ProcessHandle.of(Long.parseLong(pid))
                        .filter(Commands::runs)
                        .isEmpty());
        Files.delete(started);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "public-key"})
    void beforeAnythingIsDone(String command) throws Exception {
        hangsAt(command);
        assertThatThrownBy(() -> signing(LIMIT).prepare())
                .isInstanceOf(StepFailed.class)
                .hasMessageContainingAll(
                        "cosign " + command,
                        "took longer than 3 s and was stopped",
                        "Nothing was signed",
                        "Fix: look whether");
        nothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sign", "attest"})
    void halfWay(String command) throws Exception {
        image.sign(pair, image.leg);
        if (command.equals("attest")) {
            image.sign(pair, image.digest);
        }
        hangsAt(command);
        assertThatThrownBy(() -> work(LIMIT))
                .isInstanceOf(StepFailed.class)
                .hasMessageContainingAll(
                        "cosign " + command,
                        "took longer than 3 s and was stopped",
                        "Fix: look whether the registry answers");
        nothingIsLeft();
        try (var cosign = new SigningCosign(programs, image, pair)) {
            cosign.failing(0, Fault.BEFORE);
            work(SignRequest.LIMIT);
            assertThat(cosign.heard()).hasSize(command.equals("sign") ? 3 : 2);
        }
    }

    /** Each of many images would wait again. */
    @Test
    void oneThatChecksIsNotAskedAgain() throws Exception {
        hangsAt("verify");
        var check = new CosignCheck(new Programs(line -> {}), environment(), LIMIT);
        Fact<List<FoundSignature>> found = check.of(image.image, SOMEBODY, true);
        assertThat(found.value()).isEmpty();
        assertThat(found.reason()).contains("cosign verify", "took longer than 3 s and was stopped");
        nothingIsLeft();
        Fact<List<FoundVerdict>> judged = check.verdicts(image.image, SOMEBODY, true, Instant.now());
        assertThat(judged.reason()).isEqualTo(found.reason());
        assertThat(Files.readAllLines(programs.folder().resolve("asked"))).hasSize(1);
    }
}

package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as the provenance of an image, for the rule and for inspect. */
class AttestedImagesTest {
    private static final String SLSA = "https://slsa.dev/provenance/v1";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final ServedImages shelf = new ServedImages(server);
    private final String image = ServedImages.on(shelf.image("linux", "amd64"), "linux/amd64");
    private final String other = shelf.image("linux", "arm64");

    @AfterEach
    void close() {
        server.close();
    }

    private byte[] statement(String which) {
        String about = new String(ServedImages.statement(SLSA, image), StandardCharsets.UTF_8);
        String text =
                switch (which) {
                    case "about this image", "large" -> about;
                    case "about another" -> new String(ServedImages.statement(SLSA, other), StandardCharsets.UTF_8);
                    case "about both" -> new String(ServedImages.statement(SLSA, other, image), StandardCharsets.UTF_8);
                    case "v0.1" -> about.replace("Statement/v1", "Statement/v0.1");
                    case "in an envelope" ->
                        "{\"payloadType\": \"application/vnd.in-toto+json\", \"payload\": \""
                                + Base64.getEncoder().encodeToString(Sample.bytes(about)) + "\", \"signatures\": []}";
                    case "of another type" -> about.replace(SLSA, "https://spdx.dev/Document");
                    case "without subject" -> about.replaceAll("\\[.*\\]", "[]");
                    case "in upper case" -> about.replace("subject", "Subject");
                    case "no statement" -> about.replace("in-toto.io", "example.test");
                    default -> "not JSON";
                };
        return Sample.bytes(text);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "about this image | 0 | provenance   | it has provenance",
                "about both       | 0 | provenance   | it has provenance",
                "v0.1             | 0 | provenance   | it has provenance",
                "in an envelope   | 0 | provenance   | it has provenance",
                "about another    | 1 | other        | is about OTHER, not about IMAGE",
                "of another type  | 1 | sbom         | is announced as",
                "without subject  | 3 | ?            | names no subject by sha256 or sha512",
                "in upper case    | 1 | ?            | tools read this in different ways",
                "no statement     | 3 | ?            | expected an in-toto statement of version 0.1 or 1",
                "not JSON         | 3 | ?            | is not valid JSON"
            })
    void countsByItsStatement(String which, int exit, String shown, String said) throws Exception {
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(image, shelf.attestation(SLSA, image, statement(which))));
        Files.writeString(
                folder.resolve("p.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: p\nimage: {attestations: {provenance: required}}\n");
        String sentence =
                said.replace("OTHER", ServedImages.digest(other)).replace("IMAGE", ServedImages.digest(image));
        assertThat(commands.in(folder).run("verify-index", server.host() + "/app:1", "--policy=p.yaml"))
                .exitCode(exit)
                .stdoutContains(sentence);
        var inspected = commands.in(folder).run("inspect", server.host() + "/app:1");
        assertThat(inspected).exitCode(0).stdoutContains(" " + shown + " ");
        if (exit != 0) {
            assertThat(inspected).stdoutContains(sentence);
        }
    }

    /** Another one that is right does not help: which of the two a client reads nobody knows. */
    @Test
    void oneThatClientsReadInDifferentWaysFails() throws Exception {
        String good = shelf.attestation(SLSA, image, statement("about this image"));
        String odd = shelf.attestation(SLSA, image, statement("v0.1"), ", \"Layers\": []");
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(image, good, odd));
        Files.writeString(
                folder.resolve("p.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: p\nimage: {attestations: {provenance: required}}\n");
        assertThat(commands.in(folder).run("verify-index", server.host() + "/app:1", "--policy=p.yaml"))
                .exitCode(1)
                .stdoutContains(
                        "fail     image.attestations [linux/amd64] an attestation of it is refused: manifest ",
                        ": Layers: programs in Go",
                        "fail: 1 failed, 0 unknown,");
    }
}

package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that users put in all the places where they put them are in no record, no report and no log. */
class SecretsIT extends InProject {
    private static final String DOCKERFILE = """
            FROM scratch
            ARG TARGETARCH
            COPY root-${TARGETARCH}/ /
            ARG GREETING
            ARG API_TOKEN
            ENV TOKEN_OF_ENV=planted-dockerfile-env
            WORKDIR /work-${GREETING}
            RUN --mount=type=secret,id=npm --mount=type=secret,id=file cat /run/secrets/npm /run/secrets/file; echo "$API_TOKEN"
            RUN DB_PASSWORD=planted-dockerfile-run true; : curl https://me:planted-dockerfile-user@h.invalid/x?sig=planted-query
            ARG FAILS
            RUN echo "greeting $GREETING" && test -z "$FAILS"
            """;

    /** In this JVM, which has Google's library. */
    @RegisterExtension
    final Commands inHere = new Commands();

    private final List<String> planted = new ArrayList<>();

    private String plant(String where) {
        String secret = "planted-" + where + "-" + UUID.randomUUID().toString().substring(0, 8);
        planted.add(secret);
        return secret;
    }

    private Commands secretly() throws IOException {
        planted.addAll(List.of("planted-dockerfile-run", "planted-dockerfile-user", "planted-query"));
        project.file("Dockerfile", DOCKERFILE);
        project.file("secret.txt", "first line " + plant("file") + "\nsecond-" + plant("file") + "\n");
        Files.createFile(folder.resolve("summary.md"));
        Files.createFile(folder.resolve("output"));
        return inHere.in(folder)
                .with("NPM_TOKEN", plant("environment"))
                .with("SOME_PASSWORD", plant("environment"))
                .with("STORAGE_EMULATOR_HOST", Stack.variable("MULTIARCH_IT_GCS"))
                .with("GITHUB_STEP_SUMMARY", folder.resolve("summary.md").toString())
                .with("GITHUB_OUTPUT", folder.resolve("output").toString());
    }

    private String[] ship(String store, String fails) {
        return new String[] {
            "ship",
            "--verbose",
            "--image=" + image,
            "--platforms=linux/arm64",
            "--tag=1",
            "--builder=" + stack.remoteBuilder(),
            "--records=" + store,
            "--record-arg=KEPT",
            "--report=json=r.json,sarif=r.sarif,junit=r.xml,markdown=r.md,html=r.html",
            "--",
            folder.toString(),
            "--build-arg=FAILS=" + fails,
            "--build-arg=GREETING=" + plant("argument"),
            "--build-arg",
            "API_TOKEN=" + plant("token"),
            "--build-arg=KEPT=harmless-value",
            "--build-arg=SOME_PASSWORD",
            "--label=com.example.api-key=" + plant("label"),
            "--build-context=unused=https://me:" + plant("url") + "@h.invalid/x.git",
            "--secret=id=npm,env=NPM_TOKEN",
            "--secret=id=file,src=" + folder.resolve("secret.txt")
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {".multiarch/records", "oci://", "gs://"})
    void noneIsKeptOrShown(String kind) throws Exception {
        String store = kind.equals("oci://")
                ? kind + image + "-records"
                : kind.equals("gs://") ? kind + bucket() + "/records" : kind;
        Commands user = secretly();

        Transcript built = user.run(ship(store, ""));
        assertThat(built).exitCode(0);
        Transcript failed = user.run(ship(store, "1"));
        assertThat(failed).exitCode(4);
        assertThat(user.run("records", "list", "--records", store)).exitCode(0);
        assertThat(user.run("records", "copy", store, "copied")).exitCode(0);

        String records = texts("copied");
        assertThat(records).contains("--build-arg=KEPT=harmless-value", "\"--build-arg=GREETING\"", "\"failure\"");
        assertThat(records).contains("RUN DB_PASSWORD=*** true");
        String all = records + texts(".multiarch") + texts("r.") + texts("summary.md") + texts("output");
        planted.forEach(secret -> assertThat(all).doesNotContain(secret));
        // What a program prints of an argument with a harmless name is in the log, and in no record.
        planted.removeIf(secret -> secret.startsWith("planted-argument"));
        String log = built.out() + built.err() + failed.out() + failed.err();
        assertThat(log).contains("--build-arg=GREETING=***");
        planted.forEach(secret -> assertThat(log).doesNotContain(secret));
    }

    private static String bucket() throws Exception {
        String bucket = "secrets-" + UUID.randomUUID();
        HttpRequest make = HttpRequest.newBuilder(
                        URI.create(Stack.variable("MULTIARCH_IT_GCS") + "/storage/v1/b?project=p"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"" + bucket + "\"}"))
                .build();
        HttpClient.newHttpClient().send(make, HttpResponse.BodyHandlers.discarding());
        return bucket;
    }

    /** Of all files in the project whose path begins so. */
    private String texts(String beginning) throws IOException {
        var text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (folder.relativize(file).toString().startsWith(beginning)) {
                    text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return text.toString();
    }
}

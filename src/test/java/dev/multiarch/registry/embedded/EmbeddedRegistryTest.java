package dev.multiarch.registry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Digest;
import java.io.IOException;
import java.net.BindException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OCI Distribution 1.1, request by request. */
class EmbeddedRegistryTest {
    private static final String HELLO = "hello, registry";
    private static final String HELLO_DIGEST = digest(HELLO);
    private static final String CONFIG = "{}";
    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String MANIFEST = manifest("");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> heard = new ArrayList<>();
    private EmbeddedRegistry registry;

    private static String digest(String content) {
        return Digest.of(content.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String manifest(String more) {
        return """
                {"schemaVersion": 2, "mediaType": "%s", %s
                 "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": "%s", "size": 2},
                 "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": "%s", "size": 15}]}""".formatted(MANIFEST_TYPE, more, digest(CONFIG), HELLO_DIGEST);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private void start(boolean inMemory) throws IOException {
        registry = EmbeddedRegistry.start(
                inMemory ? Optional.empty() : Optional.of(folder), 0, request -> heard.add(request.line()));
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + registry.host() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private void push(String repository, String content) throws Exception {
        String path = "/v2/" + repository + "/blobs/uploads/?digest=" + digest(content);
        assertThat(send("POST", path, content).statusCode()).isEqualTo(201);
    }

    private HttpResponse<String> pushManifest(String repository, String reference, String manifest) throws Exception {
        push(repository, HELLO);
        push(repository, CONFIG);
        return send("PUT", "/v2/" + repository + "/manifests/" + reference, manifest, "Content-Type", MANIFEST_TYPE);
    }

    @ParameterizedTest(name = "in memory {0}")
    @ValueSource(booleans = {true, false})
    void aBlobComesInChunksAndGoesOutInParts(boolean inMemory) throws Exception {
        start(inMemory);
        HttpResponse<String> begun = send("POST", "/v2/a/b/blobs/uploads/", "");
        assertThat(begun.statusCode()).isEqualTo(202);
        String upload = header(begun, "Location");
        HttpResponse<String> first = send("PATCH", upload, "hello, ", "Content-Range", "0-6");
        assertThat(header(first, "Range")).isEqualTo("0-6");
        HttpResponse<String> gap = send("PATCH", upload, "registry", "Content-Range", "9-16");
        assertThat(gap.statusCode()).isEqualTo(416);
        assertThat(send("GET", upload, "").statusCode()).isEqualTo(204);
        HttpResponse<String> done = send("PUT", upload + "?digest=" + HELLO_DIGEST, "registry");
        assertThat(done.statusCode()).isEqualTo(201);
        assertThat(header(done, "Docker-Content-Digest")).isEqualTo(HELLO_DIGEST);

        String blob = header(done, "Location");
        assertThat(send("GET", blob, "").body()).isEqualTo(HELLO);
        HttpResponse<String> part = send("GET", blob, "", "Range", "bytes=7-8");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("re");
        assertThat(header(part, "Content-Range")).isEqualTo("bytes 7-8/15");
        assertThat(send("GET", blob, "", "Range", "bytes=-3").body()).isEqualTo("try");
        assertThat(send("GET", blob, "", "Range", "bytes=15-").statusCode()).isEqualTo(416);
        assertThat(header(send("HEAD", blob, ""), "Content-Length")).isEqualTo("15");
    }

    @ParameterizedTest(name = "in memory {0}")
    @ValueSource(booleans = {true, false})
    void aLastChunkOutOfOrderLeavesTheUploadAsItWas(boolean inMemory) throws Exception {
        start(inMemory);
        String upload = header(send("POST", "/v2/a/b/blobs/uploads/", ""), "Location");
        String end = upload + "?digest=" + HELLO_DIGEST;
        assertThat(send("PATCH", upload, "hello, ", "Content-Range", "0-6").statusCode())
                .isEqualTo(202);
        for (String range : List.of("9-16", "0-7", "x", "-7")) {
            HttpResponse<String> wrong = send("PUT", end, "registry", "Content-Range", range);
            assertThat(wrong.statusCode()).as(range).isEqualTo(416);
            assertThat(header(wrong, "Range")).as(range).isEqualTo("0-6");
            assertThat(header(wrong, "Location")).as(range).isEqualTo(upload);
        }
        assertThat(send("PUT", end, "registry", "Content-Range", "7-14").statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest(name = "in memory {0}")
    @ValueSource(booleans = {true, false})
    void anImageIsTaggedListedMountedAndDeleted(boolean inMemory) throws Exception {
        start(inMemory);
        for (String tag : List.of("b", "a", "c")) {
            assertThat(pushManifest("app", tag, MANIFEST).statusCode()).isEqualTo(201);
        }
        HttpResponse<String> read = send("GET", "/v2/app/manifests/a", "");
        assertThat(read.body()).isEqualTo(MANIFEST);
        assertThat(header(read, "Content-Type")).isEqualTo(MANIFEST_TYPE);
        assertThat(header(read, "Docker-Content-Digest")).isEqualTo(digest(MANIFEST));
        assertThat(send("GET", "/v2/app/manifests/" + digest(MANIFEST), "").body())
                .isEqualTo(MANIFEST);

        HttpResponse<String> page = send("GET", "/v2/app/tags/list?n=2", "");
        assertThat(page.body()).contains("\"a\"", "\"b\"").doesNotContain("\"c\"");
        assertThat(header(page, "Link")).isEqualTo("</v2/app/tags/list?n=2&last=b>; rel=\"next\"");
        assertThat(send("GET", "/v2/_catalog", "").body()).contains("\"app\"");

        String mount = "/v2/other/blobs/uploads/?mount=" + HELLO_DIGEST + "&from=app";
        assertThat(send("POST", mount, "").statusCode()).isEqualTo(201);
        assertThat(send("GET", "/v2/other/blobs/" + HELLO_DIGEST, "").body()).isEqualTo(HELLO);

        assertThat(send("DELETE", "/v2/app/manifests/a", "").statusCode()).isEqualTo(202);
        assertThat(send("GET", "/v2/app/manifests/a", "").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/v2/app/manifests/" + digest(MANIFEST), "").statusCode())
                .isEqualTo(202);
        assertThat(send("GET", "/v2/app/manifests/b", "").statusCode()).isEqualTo(404);
    }

    @Test
    void whatRefersToAnImageIsFound() throws Exception {
        start(true);
        pushManifest("app", "1", MANIFEST);
        String subject = "{\"mediaType\": \"" + MANIFEST_TYPE + "\", \"digest\": \"" + digest(MANIFEST)
                + "\", \"size\": " + MANIFEST.length() + "}";
        String signature = manifest("\"artifactType\": \"application/x.sig\", \"subject\": " + subject + ",");
        HttpResponse<String> pushed = pushManifest("app", digest(signature), signature);
        assertThat(header(pushed, "OCI-Subject")).isEqualTo(digest(MANIFEST));
        String path = "/v2/app/referrers/" + digest(MANIFEST);
        assertThat(send("GET", path, "").body()).contains(digest(signature), "application/x.sig");
        HttpResponse<String> filtered = send("GET", path + "?artifactType=application/y", "");
        assertThat(filtered.body()).doesNotContain(digest(signature));
        assertThat(header(filtered, "OCI-Filters-Applied")).isEqualTo("artifactType");
    }

    @ParameterizedTest(name = "{0} {1}: {3} {4}")
    @MethodSource
    void refusesInTheSpecificationsWords(String method, String path, String body, int status, String code)
            throws Exception {
        start(true);
        push("app", HELLO);
        HttpResponse<String> answer = send(method, path, body, "Content-Type", MANIFEST_TYPE);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"errors\"", "\"code\" : \"" + code + "\"");
    }

    static Stream<Arguments> refusesInTheSpecificationsWords() {
        String nothing = "sha256:" + "0".repeat(64);
        return Stream.of(
                Arguments.of("GET", "/v2/app/manifests/none", "", 404, "MANIFEST_UNKNOWN"),
                Arguments.of("GET", "/v2/app/manifests/..%2f..%2fetc", "", 404, "MANIFEST_UNKNOWN"),
                Arguments.of("GET", "/v2/app/blobs/" + nothing, "", 404, "BLOB_UNKNOWN"),
                Arguments.of("GET", "/v2/app/blobs/sha256:12", "", 400, "DIGEST_INVALID"),
                Arguments.of("GET", "/v2/none/tags/list", "", 404, "NAME_UNKNOWN"),
                Arguments.of("GET", "/v2/app/tags/list?n=x", "", 400, "PAGINATION_NUMBER_INVALID"),
                Arguments.of("GET", "/v2/UPPER/tags/list", "", 400, "NAME_INVALID"),
                Arguments.of("GET", "/v2/../etc/tags/list", "", 400, "NAME_INVALID"),
                Arguments.of("GET", "/elsewhere", "", 404, "NOT_FOUND"),
                Arguments.of("PATCH", "/v2/app/manifests/1", "", 405, "UNSUPPORTED"),
                Arguments.of("PUT", "/v2/app/manifests/1", "{", 400, "MANIFEST_INVALID"),
                Arguments.of("PUT", "/v2/app/manifests/1", "{\"layers\": []}x", 400, "MANIFEST_INVALID"),
                Arguments.of("PUT", "/v2/app/manifests/1", manifest(""), 400, "MANIFEST_BLOB_UNKNOWN"),
                Arguments.of("PUT", "/v2/app/manifests/" + nothing, manifest(""), 400, "DIGEST_INVALID"),
                Arguments.of("PUT", "/v2/app/manifests/-x", "{\"layers\": []}", 400, "MANIFEST_INVALID"),
                Arguments.of("POST", "/v2/app/blobs/uploads/?digest=" + nothing, "x", 400, "DIGEST_INVALID"),
                Arguments.of("PUT", "/v2/app/blobs/uploads/1?digest=" + nothing, "x", 404, "BLOB_UPLOAD_UNKNOWN"));
    }

    @Test
    void whatIsInAFolderIsThereTheNextTime() throws Exception {
        start(false);
        pushManifest("app", "1", MANIFEST);
        registry.close();
        start(false);
        assertThat(send("GET", "/v2/app/manifests/1", "").body()).isEqualTo(MANIFEST);
        assertThat(heard).contains("PUT /v2/app/manifests/1", "GET /v2/app/manifests/1");
    }

    @Test
    void aNameOfAnotherHostIsRefused() throws Exception {
        start(true);
        try (var socket =
                new Socket("127.0.0.1", Integer.parseInt(registry.host().split(":")[1]))) {
            socket.getOutputStream()
                    .write("GET /v2/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void aPortThatIsTakenIsSaid() throws Exception {
        start(true);
        int port = Integer.parseInt(registry.host().split(":")[1]);
        assertThatThrownBy(() -> EmbeddedRegistry.start(Optional.empty(), port, request -> {}))
                .isInstanceOf(BindException.class);
    }
}

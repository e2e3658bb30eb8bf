package dev.multiarch.registry;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Pushes bytes as they are, which no client does (OCI Distribution 1.1, "Push"), to a registry in plain http. */
public record Push(Reference repository) {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param name a tag or a digest */
    public void manifest(String name, String type, byte[] bytes) throws IOException {
        send(HttpRequest.newBuilder(uri("/v2/" + repository.repository() + "/manifests/" + name))
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofByteArray(bytes)));
    }

    public void blob(byte[] bytes) throws IOException {
        String upload = "/v2/" + repository.repository() + "/blobs/uploads/";
        HttpResponse<String> begun = send(HttpRequest.newBuilder(uri(upload)).POST(BodyPublishers.noBody()));
        String location = begun.headers().firstValue("Location").orElseThrow();
        String target = location + (location.contains("?") ? "&" : "?") + "digest=" + Digest.of(bytes);
        send(HttpRequest.newBuilder(uri("/").resolve(target))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(bytes)));
    }

    private URI uri(String path) {
        return URI.create("http://" + repository.registry() + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException(answer.request().method() + " " + answer.uri() + ": " + answer.statusCode() + " "
                        + answer.body());
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}

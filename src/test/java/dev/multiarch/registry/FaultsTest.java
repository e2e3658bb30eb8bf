package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.settings.RegistrySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to fail, at every request. */
class FaultsTest {
    /** One request of the client to the server at this host. */
    interface Call {
        Object make(Registry registry, Reference app) throws RegistryException;
    }

    private static final Digest CONFIG = Digest.of(Sample.CONFIG);
    private static final Map<String, Call> CALLS = Map.of(
            "GET " + Sample.INDEX_PATH, Registry::manifest,
            "GET " + Sample.CONFIG_PATH, (r, app) -> r.blob(app, Sample.config(), 16 << 20),
            "HEAD " + Sample.CONFIG_PATH, (r, app) -> r.blobExists(app, CONFIG),
            "HEAD /v2/app/manifests/" + CONFIG, (r, app) -> r.manifestExists(app, CONFIG),
            "HEAD " + Sample.INDEX_PATH, Registry::resolve);

    private static final String NOT_FOLLOWED = " is not followed";

    /** @param says part of the message; for a HEAD there is no body to quote */
    record Fault(String name, Reply reply, Kind kind, String says, boolean hasBody) {
        @Override
        public String toString() {
            return name;
        }

        /** Only the time-out that the fault is about is short. A slow machine thus reaches no other one first. */
        Registry client() {
            if (kind != Kind.TIMEOUT) {
                return Sample.client();
            }
            return name.startsWith("trickling") ? Sample.clientWithShortExchanges() : Sample.clientWithShortReads();
        }
    }

    private static List<Fault> faults() {
        String start = "HTTP/1.1 200 OK\r\nX-Slow: ";
        return List.of(
                new Fault("silent", Reply.silent(), Kind.TIMEOUT, "in time: Read timed out", false),
                new Fault(
                        "trickling header", Reply.trickle(start), Kind.TIMEOUT, "no whole answer within 300 ms", false),
                new Fault("trickling status", Reply.trickle("HTTP/1.1 2"), Kind.TIMEOUT, "within 300 ms", false),
                new Fault(
                        "no HTTP",
                        Reply.raw("SSH-2.0-OpenSSH_9\r\n"),
                        Kind.MALFORMED,
                        "does not answer in HTTP",
                        false),
                new Fault("reset", Reply.reset(), Kind.UNREACHABLE, "4 attempts", false),
                new Fault("403", Reply.error(403, "DENIED", "no"), Kind.UNAUTHORIZED, "403 DENIED \"no\"", true),
                new Fault("401 alone", Reply.status(401), Kind.UNAUTHORIZED, "401 (", false),
                new Fault("401 odd", Reply.challenge("Digest realm=\"x\""), Kind.UNAUTHORIZED, "docker login", false),
                new Fault(
                        "429", Reply.error(429, "TOOMANYREQUESTS", "slow"), Kind.REFUSED, "429 TOOMANYREQUESTS", true),
                new Fault("500", Reply.error(500, "UNKNOWN", "oops"), Kind.REFUSED, "500 UNKNOWN \"oops\" (", true),
                new Fault("503", Reply.status(503), Kind.REFUSED, "4 attempts", false),
                new Fault("204", Reply.status(204), Kind.REFUSED, "204", false),
                new Fault("endless error", Reply.endless(500), Kind.REFUSED, "500 (", true));
    }

    private static List<Fault> redirects() {
        return List.of(
                new Fault("redirect loop", Reply.redirect(307, "?again"), Kind.REFUSED, "more than 5 redirects", false),
                new Fault(
                        "redirect to nowhere",
                        Reply.status(302),
                        Kind.REFUSED,
                        "(302) without an address is not",
                        false),
                new Fault(
                        "redirect to a file",
                        Reply.redirect(302, "file:///etc/passwd"),
                        Kind.REFUSED,
                        "something that is not an http or https address" + NOT_FOLLOWED,
                        false),
                new Fault(
                        "redirect to metadata",
                        Reply.redirect(307, "http://169.254.169.254/x"),
                        Kind.REFUSED,
                        "the link-local address http://169.254.169.254:80" + NOT_FOLLOWED,
                        false),
                new Fault(
                        "redirect to metadata 6",
                        Reply.redirect(307, "http://[fe80::1]/x"),
                        Kind.REFUSED,
                        "the link-local address http://[fe80::1]:80" + NOT_FOLLOWED,
                        false),
                new Fault(
                        "redirect with password",
                        Reply.redirect(307, "http://a:b@127.0.0.1/x"),
                        Kind.REFUSED,
                        "something that is not an http or https address" + NOT_FOLLOWED,
                        false));
    }

    static Stream<Arguments> faultsAtCalls() {
        return Stream.concat(faults().stream(), redirects().stream())
                .flatMap(fault -> CALLS.keySet().stream()
                        .sorted()
                        .filter(line -> !fault.hasBody() || line.startsWith("GET"))
                        .map(line ->
                                arguments(fault.name() + " at " + line.replaceFirst("sha256.*", "…"), fault, line)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultsAtCalls")
    void aFaultIsAnErrorAndNeverAnAnswer(String name, Fault fault, String line) {
        try (var server = FaultyRegistry.start().on(line, fault.reply());
                var registry = fault.client()) {
            Reference app = Sample.app(server.host());
            var failure = catchThrowableOfType(
                    RegistryException.class, () -> CALLS.get(line).make(registry, app));
            assertThat(failure).as(name).isNotNull();
            assertThat(failure.kind()).isEqualTo(fault.kind());
            assertThat(failure.getMessage()).startsWith(server.host() + "/app").contains(fault.says());
            assertThat(failure.getMessage()).contains(" Fix: ").doesNotContain("\n");
        }
    }

    static Stream<Fault> faultsOfBodies() {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        return Stream.of(
                new Fault("endless", Reply.endless(200), Kind.TOO_LARGE, "", true),
                new Fault("cut", Reply.cut(), Kind.UNREACHABLE, "", true),
                new Fault("trickling", Reply.trickle(head + "Content-Length: 50000\r\n\r\n"), Kind.TIMEOUT, "", true),
                new Fault("trickling on", Reply.trickle(head + "Connection: close\r\n\r\n"), Kind.TIMEOUT, "", true),
                new Fault("stalled", stalled(head + "Content-Length: 500\r\n\r\nx"), Kind.TIMEOUT, "", true));
    }

    @ParameterizedTest
    @MethodSource("faultsOfBodies")
    void aBodyThatIsNotWholeIsAnError(Fault fault) {
        try (var server = FaultyRegistry.start().on("GET " + Sample.INDEX_PATH, fault.reply());
                var registry = fault.client()) {
            var failure =
                    catchThrowableOfType(RegistryException.class, () -> registry.manifest(Sample.app(server.host())));
            assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(fault.kind());
        }
    }

    @Test
    void anEndlessBlobEndsAtItsSize() {
        try (var server = FaultyRegistry.start().on("GET " + Sample.CONFIG_PATH, Reply.endless(200));
                var registry = Sample.client()) {
            var failure = catchThrowableOfType(
                    RegistryException.class, () -> registry.blob(Sample.app(server.host()), Sample.config(), 16 << 20));
            assertThat(failure.kind()).isEqualTo(Kind.DIGEST_MISMATCH);
        }
    }

    @Test
    void nobodyThereIsSaidAtOnce() {
        String host;
        try (var server = FaultyRegistry.start()) {
            host = server.host();
        }
        try (var registry = Sample.client()) {
            Reference app = Sample.app(host);
            var failure = catchThrowableOfType(RegistryException.class, () -> registry.manifest(app));
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure)
                    .hasMessage(
                            app + ": reading the manifest: cannot connect to " + host + ": Connection refused (GET, 1"
                                    + " attempt). Fix: check the registry's name and port, and that it runs.");
        }
    }

    @Test
    void anErrorsControlCharactersStayOnOneLine() {
        Reply error = Reply.status(500).body(Sample.bytes("bad\n::error::x\r\n\u001b[31mred\u2028" + "y".repeat(999)));
        try (var server = FaultyRegistry.start().on("GET " + Sample.INDEX_PATH, error);
                var registry = Sample.client()) {
            Reference app = Sample.app(server.host());
            var failure = catchThrowableOfType(RegistryException.class, () -> registry.manifest(app));
            assertThat(failure.getMessage())
                    .contains("500 \"bad ::error::x [31mred y")
                    .hasSizeLessThan(600);
            assertThat(failure.getMessage().chars()).allMatch(c -> c >= ' ' && c != 0x7f && c != 0x2028);
        }
    }

    @Test
    void theBudgetEndsEverything() {
        var patience = new RegistrySettings.Patience(
                Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMillis(4));
        var settings =
                new RegistrySettings(Set.of(), Path.of("/nonexistent"), Map.of(), Duration.ofMillis(200), patience);
        try (var server = FaultyRegistry.start().on("GET " + Sample.INDEX_PATH, Reply.silent());
                var registry = new Registry(settings)) {
            Reference app = Sample.app(server.host());
            var first = catchThrowableOfType(RegistryException.class, () -> registry.manifest(app));
            assertThat(first.kind()).isEqualTo(Kind.TIMEOUT);
            var second = catchThrowableOfType(RegistryException.class, () -> registry.manifest(app));
            assertThat(second).hasMessageContaining("the command's 0 s for registries are used up");
            // On a slow machine the budget may end before even the first request is there.
            assertThat(server.lines()).hasSizeLessThanOrEqualTo(1);
        }
    }

    private static Reply stalled(String start) {
        return (request, out, socket) -> {
            out.write(Sample.bytes(start));
            out.flush();
            return Reply.silent().send(request, out, socket);
        };
    }
}

package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What refers to a manifest is listed by the registry, or under a tag where the registry knows no such list. */
class ReferrersTest {
    private static final Digest IMAGE = Digest.of(Sample.MANIFEST);
    private static final String LIST = "GET /v2/app/referrers/" + IMAGE;
    private static final String TAG = "GET /v2/app/manifests/sha256-" + IMAGE.hex();

    private final FaultyRegistry server = FaultyRegistry.start();
    private final Registry registry = Sample.client();
    private final Reference image = Sample.app(server.host()).with(IMAGE);

    @AfterEach
    void close() {
        registry.close();
        server.close();
    }

    @Test
    void everyPageIsRead() throws Exception {
        server.on(
                LIST,
                request -> request.target().contains("?last=a")
                        ? page("b")
                        : page("a").with("Link", "</v2/app/referrers/x?last=a>; rel=\"next\""));
        Referrers.Listed listed = new Referrers(registry).of(image);
        assertThat(listed.byApi()).isTrue();
        assertThat(listed.entries().stream().map(Descriptor::digest)).containsExactly(digest("a"), digest("b"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no such path, 404",
        "not understood, 400",
        "not allowed, 405",
        "not acceptable, 406",
        "not there yet, 501",
        "a page for people, 200"
    })
    void withoutTheApiTheTagIsRead(String name, int status) throws Exception {
        server.on(LIST, Reply.status(status).with("Content-Type", "text/html").body(Sample.bytes("<html>")))
                .on(TAG, page("a"));
        Referrers.Listed listed = new Referrers(registry).of(image);
        assertThat(listed.byApi()).isFalse();
        assertThat(listed.entries().stream().map(Descriptor::digest)).containsExactly(digest("a"));
    }

    /** Go writes a list without entries as null, and olareg answers so. */
    @ParameterizedTest
    @ValueSource(strings = {"[]", "null"})
    void aListWithoutEntriesSaysThatNothingRefersToIt(String entries) throws Exception {
        String list = "{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.OCI_INDEX + "\", \"manifests\": "
                + entries + "}";
        server.on(
                LIST,
                Reply.status(200).with("Content-Type", MediaTypes.OCI_INDEX).body(Sample.bytes(list)));
        Referrers.Listed listed = new Referrers(registry).of(image);
        assertThat(listed.byApi()).isTrue();
        assertThat(listed.entries()).isEmpty();
    }

    /** A server that does not know the path is asked once; what has no list under its tag is asked for all the same. */
    @Test
    void aRepositoryWithoutTheApiIsAskedForItOnce() throws Exception {
        server.on(LIST, Reply.status(404).body(Sample.bytes("404 page not found")))
                .on(TAG, page("a"));
        var known = new KnownReferrers(registry);
        assertThat(known.of(image)).hasSize(1);
        assertThat(known.of(image)).hasSize(1);
        assertThat(asked(LIST)).isEqualTo(1);
        server.on(TAG, Reply.status(404)).on(LIST, page("b"));
        assertThat(known.of(image).stream().map(Descriptor::digest)).containsExactly(digest("b"));
    }

    /** A registry with the API may say of one manifest that it is not there, and list what refers to the next one. */
    @Test
    void whatARegistrySaysOfOneManifestIsNotSaidOfAll() throws Exception {
        String unknown = "{\"errors\": [{\"code\": \"MANIFEST_UNKNOWN\", \"message\": \"not here\"}]}";
        server.on(LIST, Reply.status(404).body(Sample.bytes(unknown))).on(TAG, page("a"));
        var known = new KnownReferrers(registry);
        assertThat(known.of(image).stream().map(Descriptor::digest)).containsExactly(digest("a"));
        server.on(LIST, page("b"));
        assertThat(known.of(image).stream().map(Descriptor::digest)).containsExactly(digest("b"));
    }

    private long asked(String request) {
        return server.lines().stream().filter(request::equals).count();
    }

    @Test
    void withNeitherNothingRefersToIt() throws Exception {
        server.on(LIST, Reply.status(404)).on(TAG, Reply.status(404));
        assertThat(new Referrers(registry).of(image)).isEqualTo(new Referrers.Listed(List.of(), false));
    }

    @Test
    void aTagOfThisNameThatIsNoListIsSaid() {
        server.on(LIST, Reply.status(404)).on(TAG, Reply.document(MediaTypes.OCI_MANIFEST, Sample.MANIFEST));
        fails(Kind.MALFORMED, "Fix: remove this tag");
    }

    @Test
    void pagesWithoutEndEnd() {
        server.on(
                LIST,
                request -> page().with("Link", "<?last=" + server.received().size() + ">; rel=\"next\""));
        fails(Kind.TOO_LARGE, "its pages have no end");
        assertThat(server.received()).hasSizeLessThan(110);
    }

    @Test
    void listsWithoutEndEnd() {
        String[] many = IntStream.range(0, 1001).mapToObj(Integer::toString).toArray(String[]::new);
        server.on(LIST, page(many));
        fails(Kind.TOO_LARGE, "more than 1000 manifests");
    }

    @Test
    void aRegistryThatLetsNobodyLookIsNotOneWithoutReferrers() {
        server.on(LIST, Reply.error(403, "DENIED", "no"));
        fails(Kind.UNAUTHORIZED, "listing what refers to it: 403 DENIED");
    }

    private void fails(Kind kind, String why) {
        var failure = catchThrowableOfType(RegistryException.class, () -> new Referrers(registry).of(image));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.getMessage()).startsWith(server.host() + "/app").contains(why);
    }

    private static Digest digest(String content) {
        return Digest.of(Sample.bytes(content));
    }

    private static Reply.Whole page(String... contents) {
        String entries = Arrays.stream(contents)
                .map(content -> "{\"mediaType\": \"" + MediaTypes.OCI_MANIFEST + "\", \"digest\": \"" + digest(content)
                        + "\", \"size\": 1}")
                .collect(Collectors.joining(", "));
        return Reply.document(
                MediaTypes.OCI_INDEX, Sample.bytes("{\"schemaVersion\": 2, \"manifests\": [" + entries + "]}"));
    }
}

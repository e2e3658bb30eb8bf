package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagPagesTest {
    private static final String LIST = "GET /v2/app/tags/list";

    private final FaultyRegistry server = FaultyRegistry.start();
    private final Registry registry = Sample.client();
    private final Reference app = Sample.app(server.host());

    @AfterEach
    void close() {
        registry.close();
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a path              | </v2/app/tags/list?last=b&n=2>; rel=\"next\"",
                "a whole address     | <http://HOST/v2/app/tags/list?last=b&n=2>; rel=\"next\"",
                "a query alone       | <?last=b&n=2>; rel=\"next\"",
                "without quotes      | </v2/app/tags/list?last=b&n=2>;rel=next",
                "other parameters    | </v2/app/tags/list?last=b&n=2>; title=\"x\"; rel=\"next\"; type=\"y\"",
                "behind another link | </first?x=1>; rel=\"first\", </v2/app/tags/list?last=b&n=2>; rel=\"next\"",
                "another host        | <http://192.0.2.1/v2/app/tags/list?last=b&n=2>; rel=\"next\"",
                "another path        | </v2/evil/tags/list?last=b&n=2>; rel=\"next\""
            })
    void everyPageIsReadWhereverTheLinkLeads(String name, String link) throws Exception {
        server.on(
                LIST,
                request -> request.target().endsWith("?n=1000")
                        ? page("\"a\", \"b\"").with("Link", link.replace("HOST", server.host()))
                        : page("\"c\", \"b\""));
        assertThat(registry.tags(app)).containsExactly("a", "b", "c");
        assertThat(server.lines()).containsExactly(LIST + "?n=1000", LIST + "?last=b&n=2");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no tags at all   | {\"name\": \"app\"}",
                "null             | {\"name\": \"app\", \"tags\": null}",
                "none             | {\"tags\": [], \"next\": 1}"
            })
    void anEmptyRepositoryHasNone(String name, String json) throws Exception {
        server.on(LIST, Reply.document("application/json", Sample.bytes(json)));
        assertThat(registry.tags(app)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no JSON        | hello | the list of tags is not valid JSON",
                "a list         | []    | the list of tags is not a JSON object",
                "numbers        | {\"tags\": [7]} | tags[0]: expected text, found a number",
                "no tag         | {\"tags\": [\"a b\"]} | \"a b\" is not a tag",
                "a command      | {\"tags\": [\"\\n::error::x\"]} | is not a tag",
                "an option      | {\"tags\": [\"--x\"]} | \"--x\" is not a tag"
            })
    void aListThatIsNoneIsMalformed(String name, String json, String why) {
        server.on(LIST, Reply.document("application/json", Sample.bytes(json)));
        fails(Kind.MALFORMED, why);
    }

    @Test
    void pagesThatLeadBackEnd() {
        server.on(LIST, page("\"a\"").with("Link", "</v2/app/tags/list?n=1000>; rel=\"next\""));
        fails(Kind.TOO_LARGE, "its pages form a circle");
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void pagesWithoutEndEnd() {
        server.on(
                LIST,
                request ->
                        page("\"a\"").with("Link", "<?last=" + server.received().size() + ">; rel=\"next\""));
        fails(Kind.TOO_LARGE, "or 1000 pages");
        assertThat(server.received()).hasSize(1000);
    }

    @Test
    void tagsWithoutEndEnd() {
        server.on(LIST, request -> {
            int page = server.received().size();
            String tags = IntStream.range(0, 60_000)
                    .mapToObj(i -> "\"t" + page + "-" + i + "\"")
                    .collect(Collectors.joining(", "));
            return page(tags).with("Link", "<?last=" + page + ">; rel=\"next\"");
        });
        fails(Kind.TOO_LARGE, "more than 100000 tags");
        assertThat(server.received()).hasSize(2);
    }

    @Test
    void aLinkThatIsNoneIsMalformed() {
        server.on(LIST, page("\"a\"").with("Link", "</v2/app/tags/list?x y>; rel=\"next\""));
        fails(Kind.MALFORMED, "the link to the next page is malformed");
    }

    private void fails(Kind kind, String why) {
        var failure = catchThrowableOfType(RegistryException.class, () -> registry.tags(app));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.getMessage())
                .startsWith(server.host() + "/app: listing the tags: ")
                .contains(why)
                .doesNotContain("\n");
    }

    private static Reply.Whole page(String tags) {
        return Reply.document("application/json", Sample.bytes("{\"name\": \"app\", \"tags\": [" + tags + "]}"));
    }
}

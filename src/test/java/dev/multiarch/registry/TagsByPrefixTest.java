package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Reference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TagsByPrefixTest {
    private static final String LIST = "GET /v2/app/tags/list";

    private final FaultyRegistry server = FaultyRegistry.start();
    private final Registry registry = Sample.client();
    private final Reference app = Sample.app(server.host());

    @AfterEach
    void close() {
        registry.close();
        server.close();
    }

    @Test
    void onePageIsEnough() throws Exception {
        serve(List.of("b2", "a1", "b1"), 10);

        assertThat(tags("b", 1)).containsExactly("b2", "b1");
        assertThat(server.lines()).hasSize(1);
    }

    @Test
    void anOrderedRegistryIsAskedForThePlaceAlone() throws Exception {
        serve(List.of("a1", "a2", "a3", "b1", "b2", "b3", "c1", "c2"), 2);

        assertThat(tags("b", 100)).containsExactly("b1", "b2", "b3");
        assertThat(server.lines()).containsExactly(LIST + "?n=1000", LIST + "?n=1000&last=b", LIST + "?n=1000&last=b2");
    }

    @Test
    void noMoreIsReadThanIsNeeded() throws Exception {
        serve(List.of("a1", "a2", "a3", "b1", "b2", "b3", "b4", "c2"), 2);

        assertThat(tags("b", 2)).containsExactly("b1", "b2");
        assertThat(server.lines()).hasSize(2);
    }

    /** As registries that list what was pushed first. */
    @Test
    void anotherOrderSkipsNothing() throws Exception {
        serve(List.of("b3", "a1", "b2", "c1", "b1"), 2);

        assertThat(tags("b", 1)).containsExactly("b3", "b2", "b1");
    }

    /** Ordered by chance on the first page, and not behind it. */
    @Test
    void anOrderThatEndsIsNotBelieved() throws Exception {
        serve(List.of("a1", "b1", "c1", "b3", "b2"), 2);

        assertThat(tags("b", 10)).containsExactly("b1", "b3", "b2");
    }

    /** {@code last} is a tag that is not there: one that knows no such place may begin at the start. */
    @Test
    void aRegistryThatKnowsNoPlacesIsReadWhole() throws Exception {
        List<String> tags = List.of("a1", "a2", "b1", "b2");
        server.on(LIST, request -> page(tags, 2, request.target().contains("last=a2") ? 2 : 0));

        assertThat(tags("b", 10)).containsExactly("b1", "b2");
    }

    @Test
    void thereAreNone() throws Exception {
        serve(List.of("a1", "a2", "c1", "c2"), 2);

        assertThat(tags("b", 10)).isEmpty();
        assertThat(tags("d", 10)).isEmpty();
    }

    private List<String> tags(String prefix, int most) throws Exception {
        return new TagsByPrefix(registry, app).of(prefix, most);
    }

    private void serve(List<String> tags, int size) {
        boolean ordered = new ArrayList<>(tags)
                .equals(tags.stream().sorted(Comparator.naturalOrder()).toList());
        server.on(LIST, request -> {
            String last = request.target().replaceFirst(".*?(last=|$)", "");
            int from = ordered
                    ? (int) tags.stream()
                            .filter(tag -> tag.compareTo(last) <= 0)
                            .count()
                    : tags.indexOf(last) + 1;
            return page(tags, size, from);
        });
    }

    private static Reply page(List<String> tags, int size, int from) {
        List<String> page = tags.subList(from, Math.min(tags.size(), from + size));
        String json = page.stream().map(tag -> "\"" + tag + "\"").collect(Collectors.joining(",", "{\"tags\":[", "]}"));
        Reply.Whole reply = Reply.document("application/json", Sample.bytes(json));
        return from + size >= tags.size()
                ? reply
                : reply.with("Link", "<?n=1000&last=" + page.get(page.size() - 1) + ">; rel=\"next\"");
    }
}

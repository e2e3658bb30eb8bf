package dev.multiarch.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.image.layers.LayerFacts;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedLayersTest {
    private final SharedLayers layers = new SharedLayers();
    private final AtomicInteger reads = new AtomicInteger();

    private Fact<LayerFacts> ask(String content, int whiteouts) {
        return layers.get(content, FactSource.REGISTRY, () -> {
            reads.incrementAndGet();
            Set<String> paths =
                    IntStream.range(0, whiteouts).mapToObj(String::valueOf).collect(Collectors.toSet());
            return Fact.known(new LayerFacts(Map.of(), paths, Set.of(), Digest.of(new byte[0])), FactSource.REGISTRY);
        });
    }

    @Test
    void aLayerIsReadOnce() {
        assertThat(ask("a", 1)).isEqualTo(ask("a", 1));
        assertThat(reads).hasValue(1);
        assertThat(layers.has("a", FactSource.REGISTRY)).isTrue();
    }

    /** Its finding says where it was learnt. */
    @Test
    void whatALayoutHoldsSaysNothingOfARegistry() {
        ask("a", 1);
        assertThat(layers.has("a", FactSource.LAYOUT)).isFalse();
    }

    @Test
    void whatCouldNotBeReadIsReadAgain() {
        for (int i = 0; i < 2; i++) {
            layers.get("a", FactSource.REGISTRY, () -> {
                reads.incrementAndGet();
                return Fact.unknown("500");
            });
        }
        assertThat(reads).hasValue(2);
    }

    @Test
    void ofManyFilesTheLatestLayersAreKept() {
        ask("old", 60_000);
        ask("new", 60_000);
        assertThat(layers.has("old", FactSource.REGISTRY)).isFalse();
        assertThat(layers.has("new", FactSource.REGISTRY)).isTrue();
        ask("larger than all", 200_000);
        assertThat(layers.has("larger than all", FactSource.REGISTRY)).isFalse();
        assertThat(layers.has("new", FactSource.REGISTRY)).isTrue();
    }
}

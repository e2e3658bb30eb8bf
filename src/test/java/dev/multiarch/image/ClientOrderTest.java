package dev.multiarch.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientOrderTest {
    static Stream<ClientCases.Row> rows() throws IOException {
        return ClientCases.rows();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void takesWhatContainerdTakes(ClientCases.Row row) {
        List<String> descriptors = new ArrayList<>();
        for (String offered : row.offered()) {
            byte[] content = offered.getBytes(StandardCharsets.UTF_8);
            descriptors.add("{\"mediaType\": \"" + MediaTypes.OCI_MANIFEST + "\", \"digest\": \"" + Digest.of(content)
                    + "\", \"size\": " + content.length + "}");
        }
        Index index = Index.parse(row.index(descriptors).getBytes(StandardCharsets.UTF_8), "index");
        ClientOrder order = ClientOrder.of(Platform.parse(row.client()));
        String taken = order.first(index.manifests())
                .filter(entry -> entry.platform().isPresent()
                        || order.takes(Platform.parse(row.offered()
                                .get(index.manifests().indexOf(entry))
                                .substring(1))))
                .map(entry -> row.offered().get(index.manifests().indexOf(entry)))
                .orElse("none");
        assertThat(taken).isEqualTo(row.taken());
    }
}

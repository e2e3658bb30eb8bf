package dev.multiarch.image;

import dev.multiarch.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rows of {@code client-order.txt}, and the documents that they speak of. */
public final class ClientCases {
    /** @param crane what crane takes, where it differs from the others */
    public record Row(String client, List<String> offered, String taken, String crane) {
        /** @param descriptors of the images, in the order of the entries */
        public String index(List<String> descriptors) {
            List<String> entries = new ArrayList<>();
            for (int i = 0; i < offered.size(); i++) {
                String written = offered.get(i);
                entries.add(
                        written.startsWith("-")
                                ? descriptors.get(i)
                                : descriptors
                                        .get(i)
                                        .replaceFirst("}$", ", \"platform\": " + new Spelling(written).json() + "}"));
            }
            return "{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.OCI_INDEX + "\", \"manifests\": ["
                    + String.join(", ", entries) + "]}";
        }

        /** The config of an entry's image. */
        public String config(int entry) {
            return new Spelling(offered.get(entry).replaceFirst("^-", "")).json();
        }

        @Override
        public String toString() {
            return client + " of " + String.join(", ", offered);
        }
    }

    /** A platform exactly as it is written, which {@link Platform} would normalise. */
    private record Spelling(String text) {
        String json() {
            String[] parts = text.split("/");
            String[] os = parts[0].split("[()]");
            Map<String, String> members = new LinkedHashMap<>();
            members.put("os", os[0]);
            members.put("architecture", parts[1]);
            if (parts.length > 2) {
                members.put("variant", parts[2]);
            }
            if (os.length > 1) {
                members.put("os.version", os[1]);
            }
            return Json.writeLine(members);
        }
    }

    private ClientCases() {}

    public static Stream<Row> rows() throws IOException {
        try (var in = ClientCases.class.getResourceAsStream("/image/client-order.txt")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.stream().filter(line -> !line.startsWith("#")).map(line -> {
                String[] cells = line.split(" \\| ", -1);
                return new Row(cells[0], List.of(cells[1].split(" ")), cells[2], cells[3]);
            });
        }
    }
}

package dev.multiarch.registry;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.layers.TarBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The indexes of {@code peers/indexes.txt}, made and pushed document by document. */
final class Corpus {
    private static final Pattern TIMES = Pattern.compile("(\\d+)\\*(\\S+)");

    /** A line of the file. */
    record Row(String name, String index, String images, String entries, String members, boolean asked) {
        static Row parse(String line) {
            String[] cells = line.split("\\|", -1);
            return new Row(
                    cells[0].strip(),
                    cells[1].strip(),
                    cells[2].strip(),
                    cells[3].strip(),
                    cells[4].strip(),
                    cells[5].strip().equals("yes"));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final Push push;
    private final Row row;
    private int images;

    Corpus(Push push, Row row) {
        this.push = push;
        this.row = row;
    }

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(Path.of("src/it/resources/peers/indexes.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Row::parse);
    }

    /** Pushed under this tag. @return its bytes */
    byte[] push(String tag) throws IOException {
        String members = row.members();
        if (members.contains("SUBJECT")) {
            members = members.replace("SUBJECT", image("linux", "amd64", ""));
        }
        byte[] bytes = index(row.entries(), members);
        push.manifest(tag, indexType(), bytes);
        return bytes;
    }

    private byte[] index(String entries, String members) throws IOException {
        String space = members.contains(" : ") ? "\n\t " : "";
        String own = row.index().equals("bare") ? "" : "\"mediaType\": \"" + indexType() + "\", ";
        String all = String.join("," + space, entries(entries));
        return bytes("{" + space + "\"schemaVersion\": 2, " + own + "\"manifests\": [" + all + space + "]"
                + (members.isEmpty() ? "" : ", " + members) + space + "}" + space);
    }

    private List<String> entries(String text) throws IOException {
        List<String> entries = new ArrayList<>();
        String before = "";
        for (String word : text.split(" +")) {
            Matcher times = TIMES.matcher(word);
            if (times.matches()) {
                String one = image("linux", "cpu", ""); // pushing a thousand would take half a minute
                for (int i = 0; i < Integer.parseInt(times.group(1)); i++) {
                    entries.add(ServedImages.on(one, times.group(2) + i));
                }
            } else if (!word.isEmpty()) {
                before = entry(word, before);
                entries.add(before);
            }
        }
        return entries;
    }

    private String entry(String word, String before) throws IOException {
        if (word.startsWith("index(")) {
            byte[] inner = index(word.substring("index(".length(), word.length() - 1), "");
            push.manifest(Digest.of(inner).toString(), indexType(), inner);
            return ServedImages.descriptor(indexType(), inner);
        }
        if (word.equals("attestation")) {
            String digest = before.replaceAll(".*\"digest\": \"([^\"]*)\".*", "$1");
            return image("unknown", "unknown", "")
                    .replaceFirst(
                            "}$",
                            ", \"annotations\": {\"vnd.docker.reference.type\": \"attestation-manifest\","
                                    + " \"vnd.docker.reference.digest\": \"" + digest
                                    + "\"}, \"platform\": {\"os\": \"unknown\", \"architecture\": \"unknown\"}}");
        }
        if (word.equals("none")) {
            return image("linux", "s390x", "");
        }
        if (word.equals("data")) {
            String json = manifest("linux", "s390x", "");
            push.manifest(Digest.of(bytes(json)).toString(), imageType(), bytes(json));
            String data = Base64.getEncoder().encodeToString(bytes(json));
            return ServedImages.on(
                    ServedImages.descriptor(imageType(), bytes(json)), "linux/s390x", ", \"data\": \"" + data + "\"");
        }
        String[] parts = word.split("/");
        String variant = parts.length > 2 ? parts[2] : "";
        String on = ServedImages.on(image(parts[0], parts[1], variant), word);
        return variant.isEmpty() ? on : on.replaceFirst("}}$", ", \"variant\": \"" + variant + "\"}}");
    }

    private String image(String os, String architecture, String variant) throws IOException {
        byte[] bytes = bytes(manifest(os, architecture, variant));
        push.manifest(Digest.of(bytes).toString(), imageType(), bytes);
        return ServedImages.descriptor(imageType(), bytes);
    }

    /** Each image carries its number, so that it differs from all others. */
    private String manifest(String os, String architecture, String variant) throws IOException {
        String spelt = variant.isEmpty() ? "" : ", \"variant\": \"" + variant + "\"";
        byte[] layer = new TarBytes()
                .file("platform", 0644, bytes(os + "/" + architecture))
                .bytes();
        byte[] config = bytes("{\"os\": \"" + os + "\", \"architecture\": \"" + architecture + "\"" + spelt
                + ", \"config\": {\"Labels\": {\"number\": \"" + images++ + "\"}}, \"rootfs\": {\"type\": \"layers\","
                + " \"diff_ids\": [\"" + Digest.of(layer) + "\"]}}");
        push.blob(layer);
        push.blob(config);
        boolean docker = row.images().equals("docker");
        String own = row.images().equals("bare") ? "" : "\"mediaType\": \"" + imageType() + "\", ";
        return "{\"schemaVersion\": 2, " + own + "\"config\": "
                + ServedImages.descriptor(docker ? MediaTypes.DOCKER_CONFIG : MediaTypes.OCI_CONFIG, config)
                + ", \"layers\": ["
                + ServedImages.descriptor(
                        docker
                                ? "application/vnd.docker.image.rootfs.diff.tar"
                                : "application/vnd.oci.image.layer.v1.tar",
                        layer)
                + "]}";
    }

    private String indexType() {
        return row.index().equals("docker") ? MediaTypes.DOCKER_INDEX : MediaTypes.OCI_INDEX;
    }

    private String imageType() {
        return row.images().equals("docker") ? MediaTypes.DOCKER_MANIFEST : MediaTypes.OCI_MANIFEST;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

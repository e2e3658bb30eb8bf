package dev.multiarch.image.layers;

import dev.multiarch.image.Digest;
import dev.multiarch.image.ElfHeader;
import dev.multiarch.image.layers.Node.Kind;
import dev.multiarch.json.JsonObject;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The facts of a layer in JSON: of each path a letter for its kind, and what belongs to it in the same line. */
public final class LayerFactsJson {
    private LayerFactsJson() {}

    public static Map<String, Object> write(LayerFacts facts) {
        Map<String, Object> nodes = new LinkedHashMap<>();
        facts.nodes().forEach((path, node) -> nodes.put(path, line(node)));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("nodes", nodes);
        tree.put("whiteouts", facts.whiteouts());
        tree.put("opaque", facts.opaque());
        tree.put("diffId", facts.diffId().toString());
        return tree;
    }

    /** @throws dev.multiarch.text.FormatException where it is not what {@link #write} writes */
    public static LayerFacts read(JsonObject json) {
        for (String key : List.of("nodes", "whiteouts", "opaque")) {
            if (!json.has(key)) {
                throw json.problem(key, "is missing");
            }
        }
        Map<String, Node> nodes = new LinkedHashMap<>();
        json.textMap("nodes").forEach((path, line) -> nodes.put(path, node(json, path, line)));
        return new LayerFacts(
                nodes,
                new HashSet<>(json.texts("whiteouts")),
                new HashSet<>(json.texts("opaque")),
                Digest.parse(json.text("diffId")));
    }

    private static String line(Node node) {
        String rest = node.elf().map(LayerFactsJson::numbers).orElse(node.text());
        return letter(node.kind()) + (node.executable() ? "x" : "-") + rest;
    }

    private static String numbers(ElfHeader elf) {
        return elf.type() + " " + elf.machine() + " " + elf.bits() + " " + (elf.bigEndian() ? 1 : 0) + " "
                + elf.flags();
    }

    private static Node node(JsonObject json, String path, String line) {
        Kind kind = line.length() < 2 ? null : kind(line.charAt(0));
        if (kind == null) {
            throw json.problem("nodes", "\"" + line + "\" says of " + path + " nothing that is known");
        }
        boolean executable = line.charAt(1) == 'x';
        String rest = line.substring(2);
        if (kind != Kind.ELF) {
            return new Node(kind, executable, Optional.empty(), rest);
        }
        if (!rest.matches("\\d{1,5} \\d{1,5} (32|64) [01] -?\\d{1,10}")) {
            throw json.problem("nodes", "\"" + line + "\" is not an ELF header, at " + path);
        }
        List<Long> n = List.of(rest.split(" ")).stream().map(Long::parseLong).toList();
        var elf = new ElfHeader(
                n.get(0).intValue(),
                n.get(1).intValue(),
                n.get(2).intValue(),
                n.get(3) == 1,
                n.get(4).intValue());
        return new Node(kind, executable, Optional.of(elf), "");
    }

    private static char letter(Kind kind) {
        return switch (kind) {
            case DIRECTORY -> 'd';
            case PLAIN -> 'p';
            case ELF -> 'e';
            case BROKEN_ELF -> 'b';
            case SCRIPT -> 's';
            case SYMLINK -> 'l';
            case HARD_LINK -> 'h';
        };
    }

    private static Kind kind(char letter) {
        for (Kind kind : Kind.values()) {
            if (letter(kind) == letter) {
                return kind;
            }
        }
        return null;
    }
}

package dev.multiarch.image.layers;

import dev.multiarch.image.layers.Node.Kind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Layers laid over each other, the lowest first, as containerd unpacks them (OCI Image Format 1.1, "Applying
 * Changesets"): an entry goes where the links among its parent directories lead, within the root.
 */
public final class RootFs {
    /** Linux' own limit, MAXSYMLINKS. */
    private static final int MOST_LINKS = 40;

    /** Parts of paths that are looked up in all: a thousand times what images need. */
    private static final long MOST_STEPS = 10_000_000;

    private final NavigableMap<String, Node> nodes = new TreeMap<>();
    private final Map<String, String> folders = new HashMap<>();
    private long steps;

    /** @throws LayerException if the layer can't be unpacked on top of those before it */
    public void lay(LayerFacts layer) throws LayerException {
        for (String folder : layer.opaque()) {
            removeBelow(place(folder));
        }
        Map<String, Node> linked = new HashMap<>();
        for (Map.Entry<String, Node> entry : layer.nodes().entrySet()) {
            if (entry.getValue().kind() == Kind.HARD_LINK) { // to what is there before this layer changes it
                linked.put(entry.getKey(), target(entry.getValue()));
            }
        }
        for (String path : layer.whiteouts()) {
            remove(place(path));
        }
        for (Map.Entry<String, Node> entry : layer.nodes().entrySet()) {
            put(place(entry.getKey()), linked.getOrDefault(entry.getKey(), entry.getValue()));
        }
    }

    /** Every path with what is there, sorted. */
    public NavigableMap<String, Node> nodes() {
        return Collections.unmodifiableNavigableMap(nodes);
    }

    /** The paths of everything below a directory, sorted. */
    public Set<String> below(String folder) {
        NavigableMap<String, Node> part =
                folder.isEmpty() ? nodes : nodes.subMap(folder + "/", true, folder + "0", false);
        return Collections.unmodifiableSet(part.keySet());
    }

    private Node target(Node link) throws LayerException {
        Node node = nodes.get(place(link.text()));
        if (node == null) {
            throw new LayerException("a hard link in it points to nothing");
        }
        return node;
    }

    private void put(String path, Node node) {
        Node before = nodes.put(path, node);
        boolean wasFolder = before != null && before.kind() == Kind.DIRECTORY;
        if (wasFolder && node.kind() != Kind.DIRECTORY) {
            removeBelow(path);
        }
        if (node.kind() == Kind.SYMLINK || before != null && before.kind() == Kind.SYMLINK) {
            folders.clear();
        }
    }

    private void remove(String path) {
        Node before = nodes.remove(path);
        removeBelow(path);
        if (before != null && before.kind() == Kind.SYMLINK) {
            folders.clear();
        }
    }

    private void removeBelow(String path) {
        if (path.isEmpty()) {
            nodes.clear();
        } else {
            nodes.subMap(path + "/", path + "0").clear(); // '0' is the character after '/'
        }
        folders.clear();
    }

    /** Where an entry of this path is unpacked: its parent resolved, its own last part not. */
    private String place(String path) throws LayerException {
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            return path;
        }
        String folder = path.substring(0, slash);
        String resolved = folders.get(folder);
        if (resolved == null) {
            resolved = resolve(folder).orElseThrow(() -> new LayerException("its directory links form a circle"));
            folders.put(folder, resolved);
        }
        return resolved.isEmpty() ? path.substring(slash + 1) : resolved + path.substring(slash);
    }

    /** The path that all links on the way lead to, whether something is there or not; empty where they never end. */
    public Optional<String> resolve(String path) {
        Deque<String> rest = new ArrayDeque<>(Arrays.asList(path.split("/")));
        var done = new StringBuilder();
        int links = 0;
        while (!rest.isEmpty()) {
            if (++steps > MOST_STEPS) {
                return Optional.empty();
            }
            String part = rest.pop();
            if (part.equals("..")) {
                done.setLength(Math.max(0, done.lastIndexOf("/")));
            } else if (!part.isEmpty() && !part.equals(".")) {
                int parent = done.length();
                done.append(parent == 0 ? "" : "/").append(part);
                Node node = nodes.get(done.toString());
                if (node != null && node.kind() == Kind.SYMLINK) {
                    if (++links > MOST_LINKS) {
                        return Optional.empty();
                    }
                    done.setLength(node.text().startsWith("/") ? 0 : parent);
                    String[] target = node.text().split("/");
                    for (int i = target.length - 1; i >= 0; i--) {
                        rest.push(target[i]);
                    }
                }
            }
        }
        return Optional.of(done.toString());
    }

    /** Whether links led on for longer than anybody's do, so that later ones were not followed. */
    boolean isExhausted() {
        return steps > MOST_STEPS;
    }
}

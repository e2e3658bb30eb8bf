package dev.multiarch.policy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The nodes of a Kubernetes cluster by the platform that they run, as {@code kubectl get nodes -o json} lists them (API v1,
 * NodeSystemInfo: {@code operatingSystem} and {@code architecture} are Go's names).
 *
 * @param digest of the file
 * @param names of the nodes of each platform, at least one platform
 */
public record ClusterNodes(Digest digest, Map<Platform, List<String>> names) {
    private static final int MOST = 20_000;

    private static final Pattern ARM_KERNEL = Pattern.compile("[-_.](?:armv|v)([5-8])(?![0-9.])");

    /** RFC 1123, a subdomain, as Kubernetes names nodes. */
    private static final String NAME = "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?";

    /**
     * @param what names the file in messages
     * @throws FormatException if it is not such a list, or an empty one
     */
    public static ClusterNodes parse(byte[] bytes, String what) {
        JsonObject root = Json.read(bytes, what);
        if (!root.has("items")) {
            throw root.problem("items", "missing. Expected what kubectl get nodes -o json prints");
        }
        List<JsonObject> items = root.objects("items");
        if (items.isEmpty() || items.size() > MOST) {
            throw root.problem("items", "expected 1 to " + MOST + " nodes, found " + items.size());
        }
        Map<Platform, List<String>> names = new LinkedHashMap<>();
        for (JsonObject node : items) {
            String name = node.object("metadata").text("name");
            if (!name.matches(NAME)) {
                throw node.problem("metadata.name", "expected a node's name");
            }
            JsonObject info = node.object("status").object("nodeInfo");
            Platform platform = platform(info);
            names.computeIfAbsent(platform, first -> new ArrayList<>()).add(name);
        }
        return new ClusterNodes(Digest.of(bytes), names);
    }

    /**
     * What the client on this node calls its platform. The kubelet says {@code arm} whatever the CPU; Raspberry Pi's and
     * Debian's kernels report more. The kernel's version of Windows is the one that images are built for.
     */
    private static Platform platform(JsonObject info) {
        String os = info.text("operatingSystem");
        String architecture = info.text("architecture");
        String kernel = info.optionalText("kernelVersion").orElse("");
        try {
            return os.equals("windows")
                    ? new Platform(os, architecture, "", kernel)
                    : Platform.of(os, architecture, architecture.equals("arm") ? armVariant(kernel) : "");
        } catch (FormatException malformed) {
            throw info.problem("architecture", malformed.getMessage());
        }
    }

    /** {@code 6.6.31-v7+}, {@code 6.6.31+rpt-rpi-v8}, {@code 6.1.21+}: of the first Raspberry Pi; nothing for others. */
    private static String armVariant(String kernel) {
        Matcher named = ARM_KERNEL.matcher(kernel);
        if (named.find()) {
            return "v" + named.group(1);
        }
        return kernel.matches("[0-9.]+\\+") || kernel.endsWith("-rpi") ? "v6" : kernel.endsWith("-marvell") ? "v5" : "";
    }
}

package dev.multiarch.policy.rules;

import dev.multiarch.image.CpuNames;
import dev.multiarch.image.ElfHeader;
import dev.multiarch.image.Platform;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The places where a package keeps one file for each CPU, {@code prebuilds/linux-x64} and {@code prebuilds/linux-arm64}, as
 * far as they have one that fits this image.
 */
final class ElfSets {
    private static final String NODE_PREBUILDS = "/prebuilds/";
    private static final String NODE_BUILD = "/build/Release/";

    private final Platform platform;

    /** The path up to the component that names this image's CPU. */
    private final Set<String> complete = new HashSet<>();

    /** The path up to the stem of a file that fits and names no CPU. */
    private final Set<String> plain = new HashSet<>();

    /** @param fit paths of files that fit this image */
    ElfSets(Platform platform, List<String> fit) {
        this.platform = platform;
        fit.forEach(this::add);
    }

    private void add(String path) {
        StringBuilder before = new StringBuilder("/");
        List<String> components = CpuNames.components(path);
        for (String component : components) {
            if (CpuNames.in(component).stream().anyMatch(name -> name.canMean(platform))) {
                complete.add(before.toString());
                if (component.equals(components.get(components.size() - 1))) {
                    complete.add(before + stem(component));
                }
            }
            before.append(component).append('/');
        }
        String name = components.get(components.size() - 1);
        if (CpuNames.in(name).isEmpty()) {
            plain.add(path.substring(0, path.length() - name.length()) + stem(name));
        }
        int build = path.indexOf(NODE_BUILD);
        if (build >= 0) { // Node loads what was built here rather than a prebuild
            complete.add(path.substring(0, build) + NODE_PREBUILDS);
        }
    }

    /**
     * Whether there is one that fits where this one, for the CPU that its path names, is: {@code query-linux-arm64.so} next
     * to {@code query-linux-x64.so} or {@code query-debian.so}.
     */
    boolean holdOneInsteadOf(String path, ElfHeader header) {
        StringBuilder before = new StringBuilder("/");
        for (String component : CpuNames.components(path)) {
            boolean named = CpuNames.in(component).stream().anyMatch(name -> name.allows(header));
            if (named && complete.contains(before.toString())) {
                return true;
            }
            before.append(component).append('/');
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        return !CpuNames.in(name).isEmpty()
                && plain.contains(path.substring(0, path.length() - name.length()) + stem(name));
    }

    /**
     * The same for a file that names no CPU where its neighbours do: {@code libquery_engine-debian.so.node} next to {@code
     * libquery_engine-linux-arm64.so.node}.
     */
    boolean holdOneNextTo(String path) {
        int slash = path.lastIndexOf('/') + 1;
        String name = path.substring(slash);
        String stem = stem(name);
        return stem.length() < name.length() && complete.contains(path.substring(0, slash) + stem);
    }

    /** The beginning of a file's name that says what it is, with the character behind it. */
    private static String stem(String name) {
        int end = 0;
        while (end < name.length() && "-.".indexOf(name.charAt(end)) < 0) {
            end++;
        }
        return name.substring(0, end) + "-";
    }
}

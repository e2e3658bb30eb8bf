package dev.multiarch.dockerfile.advice;

import dev.multiarch.image.Platform;
import java.util.List;

/** Looks for one kind of fault. */
public interface Check {
    Advice look(Analysis analysis);

    /** What is true where it finds nothing; a sentence without a full stop. */
    String good();

    /** By the last part of the rule's id; a new check is one more line here. */
    static Check of(String name) {
        return switch (name) {
            case "fixed-platform" -> new FixedPlatform();
            case "fixed-architecture" -> new FixedArchitecture();
            case "platform-args" -> new PlatformArgs();
            case "machine-name" -> new MachineName();
            case "architecture-table" -> new ArchitectureTable();
            case "cross-compile" -> new CrossCompile();
            case "cache-mounts" -> new CacheMounts();
            case "base-digest" -> new BaseDigest();
            default -> throw new IllegalArgumentException("no check " + name);
        };
    }

    /** {@code linux/arm64 is built}. */
    static String built(List<Platform> platforms) {
        return names(platforms) + (platforms.size() == 1 ? " is built" : " are built");
    }

    /** The platforms as people list them. */
    static String names(List<Platform> platforms) {
        return String.join(", ", platforms.stream().map(Object::toString).toList());
    }
}

package dev.multiarch.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** The real parts that {@code .ci/stack} brings up; its environment variables are the contract. */
public record Stack(String registry, String remoteBuilder, String containerBuilder, Path roots) {
    /** Skips the calling test where the parts are absent, and fails it where they are required. */
    public static Stack require() {
        String registry = System.getenv("MULTIARCH_IT_REGISTRY");
        if (registry == null && "1".equals(System.getenv("MULTIARCH_REQUIRE_STACK"))) {
            throw new IllegalStateException("MULTIARCH_REQUIRE_STACK=1, but MULTIARCH_IT_REGISTRY is unset."
                    + " Bring the parts up: eval \"$(.ci/stack env)\"");
        }
        assumeTrue(registry != null, "the real parts are not up (.ci/stack)");
        return new Stack(
                registry,
                variable("MULTIARCH_IT_REMOTE_BUILDER"),
                variable("MULTIARCH_IT_CONTAINER_BUILDER"),
                Path.of(variable("MULTIARCH_IT_ROOTS")));
    }

    /** A variable that {@code .ci/stack env} exports; its absence is a fault of the stack, never a reason to skip. */
    public static String variable(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException(name + " is unset. Bring the parts up: eval \"$(.ci/stack env)\"");
        }
        return value;
    }
}

package dev.multiarch.host;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What {@code doctor} learns of a host as a whole, each by the id that JSON and policies' cases know it by. */
public enum HostFact {
    /** As {@code uname -r} prints it. */
    KERNEL("kernel"),
    DISTRIBUTION("distribution"),
    /** As images name it. */
    ARCHITECTURE("architecture"),
    /** What the CPU runs by itself, as far as that is known without running anything. */
    NATIVE("native-platforms"),
    /** {@code none}, or what kind of container this is. */
    CONTAINER("container"),
    /** Whether root here is somebody else outside: {@code true} or {@code false}. */
    USER_NAMESPACE("user-namespace"),
    /** In bytes. */
    FREE_DISK("free-disk"),
    /** In bytes. */
    FREE_MEMORY("free-memory"),
    BINFMT_SUPPORTED("binfmt.supported"),
    BINFMT_MOUNTED("binfmt.mounted"),
    BINFMT_ENABLED("binfmt.enabled"),
    /** Whose entries are seen: {@code host}, or {@code own} of a user namespace (Linux 6.7). */
    BINFMT_OWNER("binfmt.owner"),
    /** The version of Debian's package; {@code none} where it is not installed. */
    BINFMT_SUPPORT("binfmt-support"),
    DOCKER_CLIENT("docker.client"),
    DOCKER_SERVER("docker.server"),
    /** {@code containerd}, or the name of a graph driver. */
    DOCKER_STORE("docker.image-store"),
    BUILDX("buildx"),
    BUILDER("builder.name"),
    BUILDER_DRIVER("builder.driver"),
    /** {@link Builder#RUNNING}, {@link Builder#ABSENT}, or {@code down: } and why; unknown where a build would start it. */
    BUILDER_STATUS("builder.status"),
    BUILDER_ENDPOINT("builder.endpoint"),
    BUILDKIT("builder.buildkit"),
    BUILDER_PLATFORMS("builder.platforms"),
    BUILDER_PUSHES("builder.push-by-digest");

    public static final String NONE = "none";

    private final String id;

    HostFact(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    public static Optional<HostFact> of(String id) {
        return Arrays.stream(values()).filter(fact -> fact.id.equals(id)).findFirst();
    }

    public static List<String> ids() {
        return Arrays.stream(values()).map(HostFact::id).toList();
    }
}

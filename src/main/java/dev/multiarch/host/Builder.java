package dev.multiarch.host;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A builder as {@code docker buildx inspect} describes it.
 *
 * @param driver {@code docker}, {@code docker-container}, {@code remote}, {@code kubernetes}; empty where it could not be
 *     reached
 * @param error why it can't be used; empty where it can
 */
public record Builder(String name, String driver, List<Node> nodes, String error) {
    /** All of its nodes run. */
    public static final String RUNNING = "running";

    /** There is no builder of this name. */
    public static final String ABSENT = "absent";

    public static final String DOWN = "down: ";

    /** Why nothing is known of a builder where there is no buildx, or it does not answer. */
    public static final String NO_BUILDX = "buildx could not be asked (buildx)";

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String DOCKER = "docker";
    private static final String CONTAINER = "docker-container";
    private static final Set<String> STARTED_BY_BUILDX = Set.of(CONTAINER, "kubernetes");
    private static final Set<String> KNOWN = Set.of(DOCKER, CONTAINER, "kubernetes", "remote", "cloud");

    /**
     * One BuildKit of a builder.
     *
     * @param buildkit its version, {@code v0.34.2}; empty where it does not run
     * @param platforms what it says that it builds for, its own first; no proof that the others work
     */
    public record Node(
            String name, String endpoint, String status, String buildkit, List<Platform> platforms, String error) {
        String title() {
            return "node " + name + (endpoint.isEmpty() ? "" : " (" + endpoint + ")");
        }

        /** What its CPU runs; empty where it does not say. */
        public Optional<Platform> own() {
            return platforms.stream().findFirst();
        }
    }

    /**
     * @param name empty for the current one
     * @throws ProgramException if there is no such builder, or it can't be started
     */
    public static Builder inspect(Programs programs, Buildx buildx, Optional<String> name) throws ProgramException {
        List<String> words = new ArrayList<>(List.of("inspect", "--bootstrap"));
        name.ifPresent(words::add);
        Program inspect = buildx.command(words).within(LIMIT);
        return parse(programs.run(inspect).orThrow().text());
    }

    /** Reads what {@code docker buildx inspect} prints; what is not known here is skipped. */
    public static Builder parse(String text) {
        List<InspectBlock> blocks = InspectBlock.parse(text);
        if (blocks.isEmpty() || blocks.get(0).value("Name").isEmpty()) {
            throw new FormatException("docker buildx inspect printed no builder: "
                    + Printable.line(text.substring(0, Math.min(200, text.length()))));
        }
        InspectBlock builder = blocks.get(0);
        return new Builder(
                builder.value("Name"),
                builder.value("Driver"),
                blocks.subList(1, blocks.size()).stream().map(Builder::node).toList(),
                builder.value("Error"));
    }

    /** Whether it can push by digest, and so take part in a build that is spread over several hosts. */
    public boolean pushesByDigest() {
        return !driver.equals(DOCKER);
    }

    /** Whether its driver is one of Docker's: what others can do is not known. */
    public boolean hasKnownDriver() {
        return KNOWN.contains(driver);
    }

    /**
     * Whether it can build now: {@link #RUNNING}, or {@link #DOWN} with the node and what is wrong with it. Unknown where a
     * node was not started yet and buildx starts it with the first build.
     */
    public Fact<String> status() {
        if (!error.isEmpty()) {
            return Fact.known(DOWN + error, FactSource.COMMAND);
        }
        if (nodes.isEmpty()) {
            return Fact.unknown("buildx names no node of it");
        }
        for (Node node : nodes) {
            if (!node.error.isEmpty()) {
                return Fact.known(DOWN + node.title() + ": " + node.error, FactSource.COMMAND);
            }
            boolean waits = STARTED_BY_BUILDX.contains(driver);
            if (!node.status.equals(RUNNING) && !node.status.isEmpty() && !waits) {
                return Fact.known(DOWN + node.title() + " is " + node.status, FactSource.COMMAND);
            }
        }
        return nodes.stream()
                .filter(node -> !node.status.equals(RUNNING))
                .findFirst()
                .map(node -> Fact.<String>unknown(
                        node.status.isEmpty()
                                ? "buildx does not say whether " + node.title() + " runs"
                                : node.title() + " is " + node.status + "; a build would start it"))
                .orElseGet(() -> Fact.known(RUNNING, FactSource.COMMAND));
    }

    /** The node that buildx builds this platform on: the first that names it, or else the first. */
    public Optional<Node> node(Platform platform) {
        return nodes.stream()
                .filter(n -> n.platforms.contains(platform))
                .findFirst()
                .or(() -> nodes.stream().findFirst());
    }

    private static Node node(InspectBlock block) {
        return new Node(
                block.value("Name"),
                block.value("Endpoint"),
                block.value("Status"),
                block.first("BuildKit version", "BuildKit", "Buildkit"), // before v0.13 without "version"
                platforms(block.value("Platforms")),
                block.value("Error"));
    }

    private static List<Platform> platforms(String text) {
        List<Platform> platforms = new ArrayList<>();
        for (String word : text.split(",")) {
            String name = word.strip().replaceFirst("\\*$", ""); // the star: somebody set it by hand
            try {
                Platform platform = Platform.parse(name);
                if (!platforms.contains(platform)) {
                    platforms.add(platform);
                }
            } catch (FormatException odd) {
                continue; // a builder may say what it likes; what can't be a platform is not asked for either
            }
        }
        return List.copyOf(platforms);
    }
}

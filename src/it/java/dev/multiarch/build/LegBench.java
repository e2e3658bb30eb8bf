package dev.multiarch.build;

import dev.multiarch.host.BuilderHost;
import dev.multiarch.host.LocalHost;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.it.Stack;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Program;
import dev.multiarch.process.Programs;
import dev.multiarch.process.StopCommands;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.step.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A context with the busybox roots, a store, and what is printed: what tests of one leg share. */
final class LegBench implements AutoCloseable {
    static final String REMOTE = "MULTIARCH_IT_REMOTE_BUILDER";
    static final String DOCKERFILE = """
            FROM %s AS native
            ARG SALT
            RUN echo $SALT > /native
            FROM scratch
            ARG TARGETARCH
            COPY root-${TARGETARCH}/ /
            ARG SALT
            RUN sleep 0.3; echo "::error::$SALT ##[error]x"; uname -m > /machine
            """;

    final Path folder;
    final List<String> lines = new ArrayList<>();
    final List<String> progress = new ArrayList<>();
    final Map<String, String> environment = new HashMap<>(System.getenv());
    final String salt = UUID.randomUUID().toString();
    final RecordStore store;
    final Registry registry;
    final Stack stack;
    LegLimits limits = LegLimits.USUAL;

    LegBench(Path folder) throws Exception {
        this.folder = folder;
        stack = Stack.require();
        store = new RecordStore(new DirectoryStore(folder.resolve("records")), progress::add);
        registry = new Registry(RegistrySettings.of(System.getenv(), Set.of(stack.registry())));
        dockerfile(DOCKERFILE.formatted("--platform=$BUILDPLATFORM " + Stack.variable("MULTIARCH_IT_BASE_IMAGE")));
    }

    @Override
    public void close() {
        registry.close();
    }

    BuildRecord build(String platform, String variable, String... flags) throws Exception {
        return run(platform, Stack.variable(variable), flags);
    }

    BuildRecord run(String platform, String builder, String... flags) throws Exception {
        var programs = new Programs(line -> {});
        var tools = new Session(registry, programs, environment, progress::add, Optional.empty());
        Buildx buildx = tools.buildx();
        List<String> arguments = new ArrayList<>(List.of("--build-arg", "SALT=" + salt));
        arguments.addAll(List.of(flags));
        arguments.add(folder.resolve("context").toString());
        var request = new LegRequest(
                image(),
                "p1",
                Platform.parse(platform),
                Optional.empty(),
                1,
                Optional.of(builder),
                arguments,
                Optional.empty(),
                Map.of(),
                Optional.empty());
        var build = new Build(
                        tools,
                        buildx,
                        new BuilderHost(programs, buildx, new LocalHost(Path.of("/"))),
                        store,
                        new StopCommands(environment, this::add),
                        folder)
                .within(leg -> limits);
        return build.run(request, this::add);
    }

    void add(String line) {
        synchronized (lines) {
            lines.add(line);
        }
    }

    List<String> snapshot() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    Reference image() {
        return Reference.parse(stack.registry() + "/it/build");
    }

    void dockerfile(String text) throws Exception {
        Path context = Files.createDirectories(folder.resolve("context"));
        Files.writeString(context.resolve("Dockerfile"), text);
        if (!Files.exists(context.resolve("root-arm64"))) {
            new Programs(line -> {})
                    .run(Program.of("cp", "-a", stack.roots() + "/.", context.toString()))
                    .orThrow();
        }
    }
}

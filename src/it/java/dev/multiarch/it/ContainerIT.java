package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program's own image, built by the program, on a runtime that is made of this machine's Java: no hub can be reached. So
 * it is of this machine's platform alone.
 */
class ContainerIT {
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+\\.so\\S*)");

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm().within(Duration.ofMinutes(5));

    @TempDir
    Path temp;

    private Stack stack;
    private String runtime;

    @BeforeEach
    void makeRuntime() throws IOException {
        stack = Stack.require();
        runtime = stack.registry() + "/it/java-" + Long.toHexString(System.nanoTime()) + ":17";
        Path root = Files.createDirectories(temp.resolve("runtime/root"));
        Path java = Path.of(System.getProperty("java.home")).toRealPath();
        var libraries = new TreeSet<String>();
        for (String program : new String[] {"bin/java", "lib/server/libjvm.so", "lib/libnio.so", "lib/libzip.so"}) {
            libraries.addAll(LIBRARY.matcher(
                            seen("ldd", java.resolve(program).toString()).out())
                    .results()
                    .map(found -> found.group(1))
                    .filter(path -> !path.startsWith(java.toString()))
                    .collect(Collectors.toSet()));
        }
        for (String library : libraries) {
            seen("cp", "-L", "--parents", library, root.toString());
        }
        Files.createDirectories(root.resolve("opt"));
        seen(
                java.resolve("bin/jlink").toString(),
                "--add-modules=java.se,jdk.crypto.ec,jdk.zipfs,jdk.unsupported",
                "--no-header-files",
                "--no-man-pages",
                "--output=" + root.resolve("opt/java"));
        Files.writeString(temp.resolve("runtime/Dockerfile"), "FROM scratch\nCOPY root/ /\nENV PATH=/opt/java/bin\n");
        seen(
                "docker",
                "buildx",
                "build",
                "--builder",
                stack.remoteBuilder(),
                "--provenance=false",
                "--output=type=image,name=" + runtime + ",push=true",
                temp.resolve("runtime").toString());
    }

    @Test
    void isBuiltByItselfAndJudgedByStrict() throws IOException {
        String image = stack.registry() + "/it/multiarch-" + Long.toHexString(System.nanoTime());
        Path context = Files.createDirectories(temp.resolve("dist"));
        Path jar = ReleasedAction.make(commands).resolve("dist/multiarch-" + ReleasedAction.VERSION + ".jar");
        Files.copy(jar, context.resolve(jar.getFileName()));
        Files.copy(Path.of("container/Dockerfile"), temp.resolve("Dockerfile"));
        Transcript ship = commands.in(temp)
                .with("GITHUB_REPOSITORY", "org/app")
                .with("GITHUB_SHA", "6dcb09b5b57875f334f61aebed695e2e4193db5e")
                .run(
                        "ship",
                        "--image",
                        image,
                        "--platforms",
                        "linux/amd64",
                        "--tag",
                        ReleasedAction.VERSION,
                        "--policy",
                        "strict",
                        "--builder",
                        stack.remoteBuilder(),
                        "--",
                        ".",
                        "--file=Dockerfile",
                        "--sbom=false",
                        "--build-arg=RUNTIME=" + runtime);
        assertThat(ship).exitCode(0).stdoutContains(ReleasedAction.VERSION + " now points to sha256:");
        starts(image + ":" + ReleasedAction.VERSION, context);
        Transcript config = seen("crane", "config", "--insecure", image + ":" + ReleasedAction.VERSION);
        // A step of Drone calls the image without words, and words of the image would be in their place.
        assertThat(config.out()).contains("\"User\":\"65532:65532\"").doesNotContain("\"Cmd\"");
    }

    private void starts(String image, Path context) throws IOException {
        Path file = Files.writeString(temp.resolve("run.Dockerfile"), """
                FROM %s
                RUN ["java", "-jar", "/opt/multiarch/multiarch.jar", "--version"]
                RUN ["java", "-jar", "/opt/multiarch/multiarch.jar", "policy", "explain", "image.size"]
                USER 0:0
                ENV PLUGIN_COMMAND=plan PLUGIN_IMAGE=registry.example.com/app PLUGIN_PLATFORMS=linux/amd64,linux/arm64
                RUN ["java", "-jar", "/opt/multiarch/multiarch.jar"]
                """.formatted(image));
        Transcript run = seen(
                "docker",
                "buildx",
                "build",
                "--builder",
                stack.remoteBuilder(),
                "--progress=plain",
                "--no-cache",
                "--file=" + file,
                context.toString());
        assertThat(run.err())
                .contains("multiarch " + ReleasedAction.VERSION, "image.size", "of registry.example.com/app");
    }

    private Transcript seen(String... words) {
        Transcript transcript = commands.program(words);
        assertThat(transcript).exitCode(0);
        return transcript;
    }
}

package dev.multiarch.cli;

import dev.multiarch.host.ProbeProgram;
import dev.multiarch.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@code docker} that answers as BuildKit did where an image was run. It keeps the Dockerfiles that it is given. */
record SmokeBuilder(FakePrograms programs) {
    private static final Path LOGS =
            Path.of("src/test/resources/dev/multiarch/smoke").toAbsolutePath();
    private static final String DOCKER = """
            case "$1 $2" in
            "buildx version") echo 'github.com/docker/buildx v0.38.2 x' ;;
            "buildx inspect") printf 'Name: ci\\nDriver: remote\\n\\nNodes:\\nName: ci0\\nEndpoint: tcp://x\\nStatus: running\\nPlatforms: linux/amd64, linux/arm64\\n' ;;
            "buildx build")
              case "$*" in *rawjson*) ;; *) echo 'ERROR: no probe here' >&2; exit 1 ;; esac
              here=$(dirname "$0")
              for last; do case $last in --output=*) out=${last#*dest=} ;; esac; done
              if [ "$last" = - ]; then
                cat > "$here/Dockerfile.$$"
              else
                mkdir -p "$out"
                cp "$last/Dockerfile" "$here/Dockerfile.$$"
                i=0
                for cpu in $(sed -n 's,^FROM --platform=linux/\\([^ ]*\\) .* AS image.*,\\1,p' "$last/Dockerfile"); do
                  cat "$here/beginning-$cpu" > "$out/head$i"
                  i=$((i + 1))
                done
              fi
              cat LOGS/exit-0.log >&2
              ;;
            *) exit 1 ;;
            esac
            """;

    static SmokeBuilder in(Path folder) throws IOException {
        return new SmokeBuilder(FakePrograms.in(folder).with("docker", DOCKER.replace("LOGS", LOGS.toString())));
    }

    /** What is read in the image of a platform, as the beginning of its program: one for this CPU. */
    void programOf(String platform, String cpu) throws IOException {
        programOf(platform, ProbeProgram.of(Platform.parse("linux/" + cpu)).orElseThrow());
    }

    void programOf(String platform, byte[] beginning) throws IOException {
        Files.write(programs.folder().resolve("beginning-" + platform), beginning);
    }

    List<String> dockerfiles() throws IOException {
        List<String> texts = new ArrayList<>();
        try (var files = Files.list(programs.folder())) {
            for (Path file :
                    files.filter(each -> each.toString().contains("Dockerfile")).toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }
}

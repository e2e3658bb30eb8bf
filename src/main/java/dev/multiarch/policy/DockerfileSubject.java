package dev.multiarch.policy;

import dev.multiarch.dockerfile.advice.Analysis;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Dockerfiles, as something that policies judge.
 *
 * @param planned the platforms that people have in mind; a file that is named after one is looked at for that one
 */
public record DockerfileSubject(List<Analysis> files, List<Platform> planned) {
    public DockerfileSubject {
        files = List.copyOf(files);
        planned = List.copyOf(planned);
    }

    Verdict.OfDockerfiles judged() {
        Map<String, Digest> digests = new LinkedHashMap<>();
        files.forEach(each -> digests.put(
                each.file().source().file(), Digest.of(each.file().source().bytes())));
        return new Verdict.OfDockerfiles(digests, planned);
    }
}

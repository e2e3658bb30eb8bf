package dev.multiarch.policy.cases;

import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.advice.Analysis;
import dev.multiarch.dockerfile.advice.AssumedPlatforms;
import dev.multiarch.dockerfile.advice.Bases;
import dev.multiarch.dockerfile.advice.Bases.Base;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.DockerfileSubject;
import dev.multiarch.policy.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A case's Dockerfile: its {@code text}, the planned {@code platforms}, and as {@code bases} what a registry says of base images
 * by their names, each {@code {platforms: […]}} with {@code index: true} for an index, or {@code {unknown: why}}.
 */
final class CaseDockerfile {
    private static final List<String> KEYS = List.of("text", "platforms", "bases");
    private static final List<String> BASE_KEYS = List.of("index", "platforms", "pin", "unknown");

    private CaseDockerfile() {}

    /** Empty where it can't be read, with a problem. */
    static Optional<DockerfileSubject> read(CaseFacts facts) {
        facts.only("dockerfile", KEYS);
        if (!facts.has("text")) {
            facts.values()
                    .problem(facts.tree().place(), "the key \"text\" is missing, expected the text of a Dockerfile");
        }
        List<Platform> planned =
                facts.has("platforms") ? facts.texts("platforms", Platform::parse) : AssumedPlatforms.USUAL;
        if (planned.isEmpty()) {
            facts.values().problem(facts.tree().place(), "platforms names none, expected at least one");
        }
        Bases bases = facts.has("bases") ? bases(facts.at("bases")) : Bases.NOT_ASKED;
        return facts.parsed("text", text -> Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8)))
                .filter(file -> !planned.isEmpty())
                .map(file -> new DockerfileSubject(List.of(Analysis.of(file, planned, bases)), planned));
    }

    private static Bases bases(CaseFacts facts) {
        Map<String, Fact<Base>> known = new LinkedHashMap<>();
        for (Map.Entry<String, Yaml.Entry> each : facts.tree().entries().entrySet()) {
            CaseFacts base = facts.at(each.getKey()).only("a base", BASE_KEYS);
            known.put(
                    each.getKey(),
                    base.text("unknown")
                            .map(Fact::<Base>unknown)
                            .orElseGet(() -> Fact.known(base(base), FactSource.REGISTRY)));
        }
        return new Bases(known, true);
    }

    private static Base base(CaseFacts base) {
        return new Base(
                base.text("index").filter("true"::equals).isPresent(),
                base.texts("platforms", Platform::parse),
                base.parsed("pin", Digest::parse));
    }
}

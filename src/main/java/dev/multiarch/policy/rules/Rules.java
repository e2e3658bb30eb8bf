package dev.multiarch.policy.rules;

import dev.multiarch.image.Platform;
import dev.multiarch.policy.ClusterNodes;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Rule;
import dev.multiarch.signature.WantedSignature;
import java.util.List;

/** Every rule there is, in the order in which they are judged. A new rule is one more line here. */
public final class Rules {
    public static final Rule<List<Platform>> PLATFORMS_REQUIRED = new PlatformsRequired();

    public static final Rule<WantedSignature> SIGNATURE = new Signature();

    public static final Rule<WantedSignature> VERDICT = new AttachedVerdict();

    /** The same with nodes for a setting, which no policy file holds. */
    public static final Rule<ClusterNodes> NODES_COVERED = new NodesCovered();

    public static final List<Rule<?>> ALL = List.of(
            PLATFORMS_REQUIRED,
            new PlatformsAllowed(),
            new PlatformsForbidden(),
            new PlatformsUnique(),
            new ConfigMatch(),
            new BlobsExist(),
            new ElfMachine(),
            new Smoke(),
            new Attestations(),
            SIGNATURE,
            VERDICT,
            new Size(),
            new Consistency(),
            new Annotations(),
            new Labels(),
            new CreatedSkew(),
            new MediaFamilies(),
            new HostKernel(),
            new BinfmtMounted(),
            new BinfmtFlags(),
            new BinfmtInterpreter(),
            new Emulator(),
            new HostDocker(),
            new HostBuildx(),
            new HostBuilder(),
            new BinfmtSupport(),
            new EmulatedTime(),
            new StepTime(),
            new LegTime(),
            new NativeRequired(),
            new RecordMatch(),
            new Regression(),
            new DockerfileRule("dockerfile.fixed-platform"),
            new DockerfileRule("dockerfile.fixed-architecture"),
            new DockerfileRule("dockerfile.platform-args"),
            new DockerfileRule("dockerfile.architecture-table"),
            new DockerfileRule("dockerfile.machine-name"),
            new DockerfileRule("dockerfile.cross-compile"),
            new DockerfileRule("dockerfile.cache-mounts"),
            new DockerfileRule("dockerfile.base-digest"));

    private Rules() {}

    /** See {@link Rule#mayChangeByRebuilding}. */
    public static boolean mayChangeByRebuilding(String id) {
        return ALL.stream().anyMatch(rule -> rule.id().equals(id) && rule.mayChangeByRebuilding());
    }

    /** Whether it judges where and how a leg was built, which is another matter on another runner. */
    public static boolean isOfRunner(String id) {
        return ALL.stream()
                .filter(rule -> rule.id().equals(id))
                .anyMatch(rule -> rule instanceof Rule.OfLeg || rule instanceof Rule.OfEmulatedLeg);
    }

    /** The platforms that policies require of an image, each once, in the order of the policies. */
    @SuppressWarnings("unchecked") // the setting of that rule
    public static List<Platform> requiredBy(List<Policy> policies) {
        return policies.stream()
                .flatMap(policy -> policy.asked().stream())
                .filter(asked -> asked.rule() == PLATFORMS_REQUIRED)
                .flatMap(asked -> ((List<Platform>) asked.setting()).stream())
                .distinct()
                .toList();
    }
}

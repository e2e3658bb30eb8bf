package dev.multiarch.policy.rules;

import dev.multiarch.fact.Fact;
import dev.multiarch.host.Builder;
import dev.multiarch.host.DockerAdvice;
import dev.multiarch.host.HostFact;
import dev.multiarch.host.HostSurvey;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import java.util.Optional;

final class HostBuilder implements Rule.OfHost<Boolean> {
    private static final String KEY = "push-by-digest";
    private static final String EXPECTED = "a builder that pushes by digest";
    private static final String FIX =
            "docker buildx create --name multiarch --driver docker-container --bootstrap --use; or multiarch doctor"
                    + " --fix";

    private static final String NAME_ONE =
            "name a builder that docker buildx ls lists, or create it: docker buildx create --driver"
                    + " docker-container --name NAME";

    @Override
    public String id() {
        return "host.builder";
    }

    @Override
    public Setting<Boolean> setting() {
        return Settings.only(KEY, Settings.flag());
    }

    @Override
    public Shape shape() {
        return Settings.only(KEY, Shape.FLAG);
    }

    @Override
    public RuleResult judge(Boolean on, HostSurvey host) {
        Fact<String> pushes = host.fact(HostFact.BUILDER_PUSHES);
        Fact<String> status = host.fact(HostFact.BUILDER_STATUS);
        String name = host.fact(HostFact.BUILDER).value().orElse("");
        String driver = host.fact(HostFact.BUILDER_DRIVER).value().orElse("");
        String is = "builder " + name + (driver.isEmpty() ? "" : " (driver " + driver + ")");
        if (pushes.value().equals(Optional.of("false"))) {
            String message = is + " can't push by digest, expected " + EXPECTED;
            return RuleResult.fail(EXPECTED, is, message, FIX).learnt(pushes);
        }
        if (pushes.reason().equals(Builder.NO_BUILDX)) {
            String message = "whether the builder pushes by digest is unknown, because buildx could not be asked";
            return RuleResult.unknown(EXPECTED, message, HostBuildx.reach(host.fact(HostFact.BUILDX)));
        }
        Fact<String> daemon = host.fact(HostFact.DOCKER_SERVER);
        if (daemon.reason().startsWith(DockerAdvice.NO_DAEMON) && (driver.isEmpty() || driver.startsWith("docker"))) {
            String message = "whether " + is + " pushes by digest is unknown, because " + DockerAdvice.NOT_REACHED;
            return RuleResult.unknown(EXPECTED, message, DockerAdvice.fix(daemon.reason()));
        }
        if (status.value().equals(Optional.of(Builder.ABSENT))) {
            String message = "there is no builder " + name + ", expected " + EXPECTED;
            return RuleResult.fail(EXPECTED, "no builder", message, NAME_ONE).learnt(status);
        }
        if (status.isKnown() && !status.value().equals(Optional.of(Builder.RUNNING))) {
            String state = status.value().get().replaceFirst("^" + Builder.DOWN, "");
            String message = is + " is down: " + state + "; expected a builder that runs";
            return RuleResult.fail("a builder that runs", state, message, start(driver, name))
                    .learnt(status);
        }
        if (!pushes.isKnown()) {
            // Facts of a builder that could not be asked refer to its status.
            String why = pushes.reason().contains(HostFact.BUILDER_STATUS.id()) ? status.reason() : pushes.reason();
            return RuleResult.unknown(EXPECTED, "whether the builder pushes by digest is unknown: " + why, FIX);
        }
        return RuleResult.from(
                status, "whether " + is + " runs", "a builder that runs", start(driver, name), running -> {
                    return RuleResult.pass(EXPECTED, is, is + " runs, and pushes by digest");
                });
    }

    private static String start(String driver, String name) {
        boolean remote = driver.equals("remote") || driver.equals("cloud");
        return remote
                ? "start BuildKit at that address, correct the address (docker buildx rm " + name
                        + ", then create it again), or name another builder by --builder"
                : "docker buildx inspect --bootstrap " + name + ", and see what it says; or name another builder by"
                        + " --builder";
    }
}

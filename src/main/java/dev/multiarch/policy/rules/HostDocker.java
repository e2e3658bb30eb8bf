package dev.multiarch.policy.rules;

import dev.multiarch.fact.Fact;
import dev.multiarch.host.DockerAdvice;
import dev.multiarch.host.HostFact;
import dev.multiarch.host.HostSurvey;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import java.util.Optional;

final class HostDocker implements Rule.OfHost<LeastVersion> {
    private static final String FIX = "install a newer Docker, client and daemon";

    @Override
    public String id() {
        return "host.docker";
    }

    @Override
    public Setting<LeastVersion> setting() {
        return Settings.only("min", Settings.version("19.03"));
    }

    @Override
    public Shape shape() {
        return Settings.only("min", Shape.VERSION);
    }

    @Override
    public RuleResult judge(LeastVersion min, HostSurvey host) {
        Fact<String> driver = host.fact(HostFact.BUILDER_DRIVER);
        Optional<String> other = driver.value().filter(name -> !name.startsWith("docker"));
        if (other.isPresent()) {
            return RuleResult.skipped("the builder's driver is " + other.get() + ", which needs no Docker daemon")
                    .learnt(driver);
        }
        RuleResult server = one(min, host.fact(HostFact.DOCKER_SERVER), "daemon");
        return server.outcome() == Outcome.PASS ? one(min, host.fact(HostFact.DOCKER_CLIENT), "client") : server;
    }

    private static RuleResult one(LeastVersion min, Fact<String> version, String part) {
        String expected = "Docker " + min + " or later";
        String reach = DockerAdvice.fix(version.reason());
        return RuleResult.from(version, "the version of Docker's " + part, expected, reach, found -> {
            return min.judge(found, "Docker's " + part + " is " + found, expected, FIX);
        });
    }
}

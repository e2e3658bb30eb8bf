package dev.multiarch.policy.rules;

import dev.multiarch.fact.Fact;
import dev.multiarch.host.DockerAdvice;
import dev.multiarch.host.HostFact;
import dev.multiarch.host.HostSurvey;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;

final class HostBuildx implements Rule.OfHost<LeastVersion> {
    private static final String FIX = "install a newer buildx, as docker's plugin or as docker-buildx on the PATH";
    private static final String INSTALL =
            "install buildx, as docker's plugin or as docker-buildx on the PATH; merge and promote do not need it,"
                    + " because multiarch can write the index itself";

    @Override
    public String id() {
        return "host.buildx";
    }

    @Override
    public Setting<LeastVersion> setting() {
        return Settings.only("min", Settings.version("0.12"));
    }

    @Override
    public Shape shape() {
        return Settings.only("min", Shape.VERSION);
    }

    @Override
    public RuleResult judge(LeastVersion min, HostSurvey host) {
        String expected = "buildx " + min + " or later";
        Fact<String> version = host.fact(HostFact.BUILDX);
        return RuleResult.from(version, "the version of buildx", expected, reach(version), found -> {
            return min.judge(found, "buildx is " + found, expected, FIX);
        });
    }

    /** What to do where its version is unknown. */
    static String reach(Fact<String> version) {
        return DockerAdvice.hangs(version.reason()) ? DockerAdvice.fix(version.reason()) : INSTALL;
    }
}

package dev.multiarch.policy.rules;

import dev.multiarch.host.HostFact;
import dev.multiarch.host.HostSurvey;
import dev.multiarch.policy.Answer;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;

final class HostBuilder implements Rule.OfHost<Boolean> {
    private static final String KEY = "push-by-digest";
    private static final String EXPECTED = "a builder that pushes by digest";
    private static final String FIX =
            "docker buildx create --name multiarch --driver docker-container --bootstrap --use; or multiarch doctor --fix";

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
    public Answer judge(Boolean on, HostSurvey host) {
        String name = host.fact(HostFact.BUILDER).value().orElse("");
        String driver = host.fact(HostFact.BUILDER_DRIVER).value().orElse("");
        return Answer.from(
                host.fact(HostFact.BUILDER_PUSHES), "whether the builder pushes by digest", EXPECTED, FIX, can -> {
                    String is = "builder " + name + " (driver " + driver + ")";
                    return can.equals("true")
                            ? Answer.pass(EXPECTED, is, is + " pushes by digest")
                            : Answer.fail(EXPECTED, is, is + " can't push by digest, expected " + EXPECTED, FIX);
                });
    }
}

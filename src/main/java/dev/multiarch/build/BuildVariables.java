package dev.multiarch.build;

import dev.multiarch.process.Program;
import java.util.Map;
import java.util.TreeMap;

/**
 * Variables for {@code docker buildx build} that come from elsewhere than its environment: values of secrets, and GitHub's
 * cache service, whose address a workflow's script does not see.
 */
public final class BuildVariables {
    /** Each variable that begins so holds the value of a secret; a flag {@code --secret} names it. */
    public static final String SECRET = "MULTIARCH_SECRET_";

    /** What action.yml hands over, and what buildx calls it. */
    private static final Map<String, String> CACHE = Map.of(
            "MULTIARCH_CACHE_TOKEN", "ACTIONS_RUNTIME_TOKEN",
            "MULTIARCH_CACHE_URL", "ACTIONS_RESULTS_URL",
            "MULTIARCH_CACHE_V1_URL", "ACTIONS_CACHE_URL",
            "MULTIARCH_CACHE_V2", "ACTIONS_CACHE_SERVICE_V2");

    private BuildVariables() {}

    static Program given(Program build, Map<String, String> environment) {
        Program with = build;
        for (Map.Entry<String, String> each : new TreeMap<>(environment).entrySet()) {
            String name = each.getKey().startsWith(SECRET) ? each.getKey() : CACHE.getOrDefault(each.getKey(), "");
            if (!name.isEmpty() && !each.getValue().isBlank()) {
                with = with.with(name, each.getValue());
            }
        }
        return with;
    }
}

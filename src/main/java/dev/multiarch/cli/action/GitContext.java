package dev.multiarch.cli.action;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The commit of a workflow run as a build context that BuildKit fetches itself. {@code {{defaultContext}}} means it, as
 * in docker/build-push-action, where it is the default; here the default is the checkout.
 */
final class GitContext {
    private static final String PLACE = "{{defaultContext}}";

    /** With the host's name, BuildKit sends it nowhere else. */
    private static final String SECRET = "GIT_AUTH_TOKEN";

    private final Map<String, String> environment;

    GitContext(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @param text of an input */
    String filled(String text) {
        return text.contains(PLACE)
                ? text.replace(PLACE, repository() + ".git#" + environment.getOrDefault("GITHUB_SHA", ""))
                : text;
    }

    /** The flag that hands the token over where a context is fetched from the run's own repository. */
    Optional<String> token(String context, List<String> flags) {
        String token = environment.getOrDefault(ActionInputs.variable(InputTable.TOKEN), "");
        String named = "--build-context=";
        boolean own = context.startsWith(repository() + ".git")
                || flags.stream().anyMatch(flag -> flag.startsWith(named) && flag.contains(repository() + ".git"));
        boolean given = flags.stream().anyMatch(flag -> flag.contains("id=" + SECRET));
        if (token.isBlank() || !own || given) {
            return Optional.empty();
        }
        String host = server().replaceFirst("^https?://", "");
        return Optional.of(
                "--secret=" + BuildSecrets.value(SECRET + "." + host, "env", ActionInputs.variable(InputTable.TOKEN)));
    }

    private String repository() {
        return server() + "/" + environment.getOrDefault("GITHUB_REPOSITORY", "");
    }

    private String server() {
        return environment.getOrDefault("GITHUB_SERVER_URL", "https://github.com");
    }
}

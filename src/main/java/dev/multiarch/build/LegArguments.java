package dev.multiarch.build;

import dev.multiarch.plan.Checkout;
import dev.multiarch.process.Program;
import dev.multiarch.step.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a leg's {@code docker buildx build} gets of what the user gave: caches in their own place, labels that say where
 * the image comes from, and no annotation that the merge must write.
 */
final class LegArguments {
    private final Session tools;
    private final LegRequest request;
    private final BuildFlags given;
    private final UserAnnotations users;

    LegArguments(Session tools, LegRequest request) {
        this.tools = tools;
        this.request = request;
        this.given = BuildFlags.parse(request.arguments());
        // Without what would write to a registry, where nothing is to be pushed.
        List<String> kept = request.layouts().isPresent()
                ? new CacheTargets(tools).leftOut(request.arguments())
                : request.arguments();
        List<String> scoped = new CacheScopes(request.image(), request.platform()).in(kept);
        this.users = UserAnnotations.of(request.platform(), scoped);
    }

    UserAnnotations annotations() {
        return users;
    }

    List<String> words() {
        Set<String> named = given.values("label").stream()
                .map(label -> label.split("=", 2)[0])
                .collect(Collectors.toSet());
        List<String> words = new ArrayList<>();
        for (Map.Entry<String, String> label : new TreeMap<>(request.labels()).entrySet()) {
            if (!named.contains(label.getKey())) {
                words.add("--label=" + label.getKey() + "=" + label.getValue());
            }
        }
        words.addAll(users.arguments());
        return words;
    }

    /** Whether the build has its own time: in the environment, in the plan, or as a build argument. */
    boolean dated() {
        return epoch().isPresent()
                || given.values("build-arg").stream().anyMatch(argument -> argument.startsWith(Checkout.EPOCH + "="));
    }

    /** With the variables that the build needs. */
    Program given(Program build) {
        Program with = BuildVariables.given(build, tools.environment());
        Optional<String> epoch = epoch();
        return epoch.isPresent() ? with.with(Checkout.EPOCH, epoch.get()) : with;
    }

    private Optional<String> epoch() {
        return Optional.of(tools.environment().getOrDefault(Checkout.EPOCH, ""))
                .filter(text -> !text.isBlank())
                .or(() -> request.epoch().map(String::valueOf));
    }
}

package dev.multiarch.cli;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Workspace;
import dev.multiarch.cli.options.Options;
import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.plan.BasePlatforms;
import dev.multiarch.policy.ClusterNodes;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.rules.Rules;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the platforms of a plan are taken from, where nobody lists them. */
final class PlatformSources {
    static final String HEADING = "Platforms of something else";
    private static final String BASE = "--platforms-of-base";
    private static final String NODES = "--platforms-of-nodes";
    private static final int MOST_NAMED = 20;
    private static final Platform ARM = Platform.parse("linux/arm/v7");

    private final OptionSpec base = Options.text(
            BASE,
            "DOCKERFILE",
            "The platforms that all base images of this Dockerfile have, those of the stages that its target needs. With"
                    + " --platforms they are only checked: one that a base image lacks is refused, with its line.");

    private final OptionSpec bake = Options.texts(
            "--bake",
            "FILE",
            "The targets of this bake file, as docker buildx bake --print has them: a plan each, written to"
                    + " plan-TARGET.json. Image and platforms are the target's. Repeatable, as --file of bake.");

    private final OptionSpec target = Options.texts(
            "--target",
            "NAME",
            "The stage of that Dockerfile that is built, the last one by default; or targets or groups of the bake file,"
                    + " the group default by default (repeatable).");

    private final OptionSpec arguments = Options.texts(
            "--build-arg", "NAME=VALUE", "A build argument that a FROM of that Dockerfile uses. Repeatable.");

    private final OptionSpec nodes = Options.text(
            NODES,
            "FILE",
            "The platforms of a cluster's nodes, as kubectl get nodes -o json lists them; - for standard input. With "
                    + BASE + " they are checked against the base images.");

    private final OptionSpec variables = variables();

    /** Of the bake files; a leg needs those that its plan was made with. */
    static OptionSpec variables() {
        return Options.texts("--var", "NAME=VALUE", "A variable of the bake file, as --var of bake. Repeatable.");
    }

    CommandSpec spec() {
        return Options.group(base, nodes, bake, target, arguments, variables);
    }

    /**
     * @param named by {@code --platforms}
     * @return empty where no source is named
     */
    List<Platform> platforms(Console console, List<Platform> named, List<Policy> policies, Session tools)
            throws UsageException, IOException, Refused, StepFailed {
        List<Platform> wanted = named;
        Optional<String> cluster = Options.given(nodes);
        if (cluster.isPresent()) {
            if (!named.isEmpty()) {
                throw new UsageException(
                        "--platforms and " + NODES + " both say what is built. Fix: use only one of them");
            }
            wanted = ofNodes(console, cluster.get());
        }
        Optional<String> dockerfile = Options.given(base);
        if (dockerfile.isEmpty()) {
            requireNone();
            return wanted;
        }
        List<Dockerfile> files = DockerfileArguments.read(console, BASE, List.of(dockerfile.get()));
        var bases = new BasePlatforms(tools, files.get(0), arguments(console), stage());
        if (!wanted.isEmpty()) {
            bases.require(wanted, cluster.isPresent() ? NODES + " has" : "--platforms names");
            return wanted;
        }
        List<Platform> required = Rules.requiredBy(policies);
        bases.require(required, "The policy requires");
        return chosen(console, bases.common(required), "the base images of " + dockerfile.get());
    }

    /** Each is said with how many nodes it is for. */
    private static List<Platform> ofNodes(Console console, String file) throws UsageException, IOException {
        ClusterNodes found = NodesFile.read(console, NODES, file);
        String who = "the nodes of " + (file.equals("-") ? "standard input" : file);
        List<Platform> platforms = chosen(console, List.copyOf(found.names().keySet()), who);
        for (Platform platform : platforms) {
            int count = found.names().get(platform).size();
            String assumed = platform.equals(ARM)
                    ? ". A kubelet says arm without its version: if some are older, name the platforms by --platforms"
                    : "";
            console.say(platform + " is for " + count + (count == 1 ? " node" : " nodes") + assumed);
        }
        return platforms;
    }

    private Optional<String> stage() throws UsageException {
        if (targets().size() > 1) {
            throw new UsageException(
                    "--target names " + targets().size() + " stages, and a build has one. Fix: name one");
        }
        return targets().stream().findFirst();
    }

    /** The bake files; empty where none is named. */
    List<String> bakeFiles(Console console) throws UsageException, IOException {
        List<String> files = bake.getValue();
        for (String file : files) {
            Workspace.readingFile(console, "--bake", file);
        }
        boolean others = Options.given(base).isPresent() || Options.given(nodes).isPresent();
        if (!files.isEmpty() && (others || !arguments.<List<String>>getValue().isEmpty())) {
            throw new UsageException(
                    "--bake says itself what is built. Fix: leave out " + BASE + ", " + NODES + " and --build-arg");
        }
        if (files.isEmpty()) {
            requireNot(variables, "--bake", "");
        }
        return files;
    }

    /** Of the bake files, as they were given. */
    List<String> bakeVariables() {
        return variables.getValue();
    }

    List<String> targets() {
        List<String> lists = target.getValue();
        return lists.stream().flatMap(text -> Words.list(text).stream()).toList();
    }

    private void requireNone() throws UsageException {
        requireNot(target, BASE + " or --bake", "; build takes it after --");
        requireNot(arguments, BASE, "; build takes it after --");
    }

    private static void requireNot(OptionSpec option, String owner, String more) throws UsageException {
        if (!option.<List<String>>getValue().isEmpty()) {
            throw new UsageException(option.longestName() + " is for " + owner + ". Fix: give that too, or leave out "
                    + option.longestName() + more);
        }
    }

    /** Without those that nobody can ask for; and of Linux and others those of Linux, which is what builders build. */
    private static List<Platform> chosen(Console console, List<Platform> found, String who) {
        List<Platform> known = new ArrayList<>();
        List<Platform> left = new ArrayList<>();
        boolean linux = found.stream().anyMatch(platform -> platform.os().equals("linux"));
        for (Platform platform : found) {
            boolean wanted = isKnown(platform) && (!linux || platform.os().equals("linux"));
            (wanted ? known : left).add(platform);
        }
        if (known.isEmpty()) {
            throw new FormatException(who + " have no platform that is known, only " + spelt(left)
                    + ". Fix: name the platforms by --platforms");
        }
        if (!left.isEmpty()) {
            console.say("left out: " + spelt(left) + ", which " + who
                    + " have as well. Fix: name the platforms by --platforms, if they are to be built");
        }
        return known;
    }

    private static boolean isKnown(Platform platform) {
        try {
            return KnownPlatforms.parse(platform.toString()).equals(platform);
        } catch (FormatException unknown) {
            return false;
        }
    }

    private static String spelt(List<Platform> platforms) {
        return platforms.stream().limit(MOST_NAMED).map(Platform::toString).collect(Collectors.joining(", "))
                + (platforms.size() > MOST_NAMED ? " and others" : "");
    }

    /** One without a value has that of the environment, as with docker. */
    private Map<String, String> arguments(Console console) {
        List<String> words = arguments.getValue();
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            } else if (console.environment().containsKey(word)) {
                values.put(word, console.environment().get(word));
            }
        }
        return values;
    }
}

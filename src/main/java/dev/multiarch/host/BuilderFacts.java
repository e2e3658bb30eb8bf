package dev.multiarch.host;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.text.Printable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of a builder, as facts of a survey. */
final class BuilderFacts {
    static final List<HostFact> ALL = List.of(
            HostFact.BUILDER,
            HostFact.BUILDER_DRIVER,
            HostFact.BUILDER_STATUS,
            HostFact.BUILDER_ENDPOINT,
            HostFact.BUILDKIT,
            HostFact.BUILDER_PLATFORMS,
            HostFact.BUILDER_PUSHES);

    private static final String SEE_STATUS = "the builder does not run (builder.status)";

    private BuilderFacts() {}

    static Map<HostFact, Fact<String>> of(Builder builder) {
        Map<HostFact, Fact<String>> facts = new EnumMap<>(HostFact.class);
        Optional<Builder.Node> node = builder.nodes().stream().findFirst();
        Fact<String> status = builder.status();
        boolean runs = status.value().equals(Optional.of(Builder.RUNNING));
        String why = runs || !status.isKnown()
                ? "buildx does not report it; the builder may not have been started yet"
                : SEE_STATUS;
        facts.put(HostFact.BUILDER_STATUS, status.map(DockerFacts::cut));
        put(facts, HostFact.BUILDER, builder.name(), why);
        put(facts, HostFact.BUILDER_DRIVER, builder.driver(), why);
        put(facts, HostFact.BUILDER_ENDPOINT, node.map(Builder.Node::endpoint).orElse(""), why);
        put(facts, HostFact.BUILDKIT, node.map(Builder.Node::buildkit).orElse(""), why);
        put(
                facts,
                HostFact.BUILDER_PLATFORMS,
                node.map(n -> listed(n.platforms())).orElse(""),
                why);
        facts.put(HostFact.BUILDER_PUSHES, pushes(builder));
        return facts;
    }

    /** There is no builder of this name. */
    static Map<HostFact, Fact<String>> absent(String name) {
        Map<HostFact, Fact<String>> facts = unknown("there is no such builder");
        facts.put(HostFact.BUILDER, Fact.known(Printable.line(name), FactSource.COMMAND));
        facts.put(HostFact.BUILDER_STATUS, Fact.known(Builder.ABSENT, FactSource.COMMAND));
        return facts;
    }

    /** It could not be asked: the reason is shown once, and the others refer to it. */
    static Map<HostFact, Fact<String>> unknown(String reason) {
        Map<HostFact, Fact<String>> facts = new EnumMap<>(HostFact.class);
        ALL.forEach(fact -> facts.put(fact, Fact.unknown("the builder could not be asked (builder.status)")));
        facts.put(HostFact.BUILDER_STATUS, Fact.unknown(DockerFacts.cut(reason)));
        return facts;
    }

    /** It was not started yet, and starting it failed. */
    static Fact<String> notStarted(String reason) {
        return Fact.known(
                Builder.DOWN + "it could not be started: "
                        + DockerFacts.cut(Printable.line(reason.replaceAll("\\s*\\R\\s*", " "))),
                FactSource.COMMAND);
    }

    private static Fact<String> pushes(Builder builder) {
        if (builder.driver().isEmpty()) {
            return Fact.unknown("the builder's driver is not known");
        }
        return builder.hasKnownDriver()
                ? Fact.known(String.valueOf(builder.pushesByDigest()), FactSource.COMMAND)
                : Fact.unknown(
                        "what a builder with the driver " + Printable.line(builder.driver()) + " can do is not known");
    }

    private static String listed(List<?> platforms) {
        String text = platforms.toString();
        return text.substring(1, text.length() - 1);
    }

    private static void put(Map<HostFact, Fact<String>> facts, HostFact fact, String value, String otherwise) {
        facts.put(
                fact,
                value.isEmpty()
                        ? Fact.unknown(otherwise)
                        : Fact.known(DockerFacts.cut(Printable.line(value)), FactSource.COMMAND));
    }
}

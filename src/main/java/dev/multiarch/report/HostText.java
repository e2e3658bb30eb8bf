package dev.multiarch.report;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.host.EntrySurvey;
import dev.multiarch.host.HostFact;
import dev.multiarch.host.HostSurvey;
import dev.multiarch.host.PlatformSurvey;
import dev.multiarch.image.Platform;
import dev.multiarch.text.Printable;
import dev.multiarch.text.Sizes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A survey of a host, as people read it: each fact with how it was learnt, the entries, the platforms. */
public final class HostText {
    private static final List<HostFact> IN_BYTES = List.of(HostFact.FREE_DISK, HostFact.FREE_MEMORY);

    private final HostSurvey survey;
    private final StringBuilder text = new StringBuilder();

    private HostText(HostSurvey survey) {
        this.survey = survey;
    }

    public static String of(HostSurvey survey) {
        var host = new HostText(survey);
        host.facts();
        host.entries();
        host.platforms();
        return host.text.toString();
    }

    private void facts() {
        survey.facts().forEach((id, fact) -> row(id.id(), IN_BYTES.contains(id) ? size(fact) : fact));
        survey.root()
                .ifPresent(folder -> text.append("note: files were read below ")
                        .append(Printable.line(folder))
                        .append("; what programs say (docker, buildx, update-binfmts) is of the host where"
                                + " doctor ran\n"));
    }

    private static Fact<String> size(Fact<String> bytes) {
        return bytes.map(digits -> digits.matches("\\d{1,18}") ? Sizes.print(Long.parseLong(digits)) : digits);
    }

    private void row(String name, Fact<?> fact) {
        String value = fact.value().map(String::valueOf).orElseGet(() -> "unknown: " + fact.reason());
        String learnt = fact.learnt().map(how -> "  (" + how + where(how) + ")").orElse("");
        text.append(String.format("%-22s ", name))
                .append(Printable.line(value))
                .append(learnt)
                .append('\n');
    }

    private String where(FactSource how) {
        return how == FactSource.COMMAND && survey.root().isPresent() ? ", where doctor ran" : "";
    }

    private void entries() {
        if (!survey.entries().isEmpty()) {
            text.append(
                    String.format("%n%-20s %-8s %-7s %-32s %s%n", "ENTRY", "STATE", "FLAGS", "SERVES", "INTERPRETER"));
        }
        for (EntrySurvey each : survey.entries()) {
            String serves = each.platforms().stream().map(Platform::toString).collect(Collectors.joining(", "));
            String file = each.entry().interpreter()
                    + each.version().value().map(version -> ", QEMU " + version).orElse("")
                    + each.interpreter()
                            .value()
                            .filter(state -> !state.equals(EntrySurvey.THERE))
                            .map(state -> ", " + state)
                            .orElse("");
            text.append(Printable.line(String.format(
                            "%-20s %-8s %-7s %-32s %s",
                            each.entry().name(),
                            each.entry().enabled() ? "enabled" : "disabled",
                            each.entry().flags(),
                            serves.isEmpty() ? "-" : serves,
                            file)))
                    .append('\n');
        }
        survey.conflicts()
                .forEach(line ->
                        text.append("note: ").append(Printable.line(line)).append('\n'));
    }

    private void platforms() {
        if (!survey.platforms().isEmpty()) {
            text.append(String.format("%n%-16s %-10s %-9s %s%n", "PLATFORM", "CPU", "RUNS", "BY"));
        }
        survey.platforms()
                .forEach((platform, each) -> text.append(Printable.line(String.format(
                                "%-16s %-10s %-9s %s",
                                platform,
                                word(each.emulated(), "emulated", "native"),
                                word(each.runs(), "yes", "no"),
                                by(each))))
                        .append('\n'));
    }

    private static String word(Fact<Boolean> fact, String yes, String no) {
        return fact.value().map(value -> value ? yes : no).orElse("unknown");
    }

    private static String by(PlatformSurvey each) {
        if (each.emulated().value().equals(Optional.of(false))) {
            return "the CPU";
        }
        if (each.bundled().value().equals(Optional.of(true))) {
            return "BuildKit's own emulator";
        }
        String failure = each.runs().isKnown() && !each.runs().reason().isEmpty()
                ? " (" + each.runs().reason() + ")"
                : "";
        return each.emulator()
                        .value()
                        .map(file -> file
                                + each.flags()
                                        .value()
                                        .map(flags -> ", flags " + flags)
                                        .orElse(""))
                        .orElse("unknown: " + each.emulator().reason())
                + failure;
    }
}

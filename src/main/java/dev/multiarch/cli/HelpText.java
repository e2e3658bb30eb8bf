package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What {@code --help} prints, by picocli. Only what it has no words for is ours: options and commands in groups. */
final class HelpText {
    /** So that the examples stay on their lines. */
    private static final int WIDTH = 110;

    private HelpText() {}

    /** Of one command: its options under the headings of their groups, the most used first. */
    static String of(Commands.Entry entry, Command command, CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        UsageMessageSpec message = spec.usageMessage()
                .width(WIDTH)
                .customSynopsis(synopsis(entry, command, spec))
                .parameterListHeading("%n");
        message.sectionMap().put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, HelpText::operands);
        message.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpText::groups);
        return line.getUsageMessage(Help.Ansi.OFF);
    }

    /** Of the program: its commands in groups, its exit codes. */
    static String ofAll() {
        CommandSpec spec = CommandSpec.create()
                .addOption(OptionSpec.builder("-h", "--help")
                        .description("Show this help, or with COMMAND the options of that command.")
                        .build())
                .addOption(OptionSpec.builder("-V", "--version")
                        .description("Show the version.")
                        .build());
        UsageMessageSpec message = spec.usageMessage()
                .width(WIDTH)
                .sortOptions(false)
                .customSynopsis("multiarch COMMAND [OPTIONS]", "multiarch --help | --version")
                .description(
                        "%nBuilds one container image for many CPU architectures, and proves that what is published"
                                + " is right.")
                .optionListHeading("%nOptions:%n")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes())
                .footerHeading("%nExamples:%n")
                .footer(
                        "  multiarch demo",
                        "  multiarch verify-index alpine:3.22 --require linux/amd64,linux/arm64",
                        "  multiarch ship --image ghcr.io/org/app --tag 1.2 --platforms linux/amd64,linux/arm64 -- .");
        message.sectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> commands());
        return new CommandLine(spec).getUsageMessage(Help.Ansi.OFF);
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "Fine");
        codes.put("1", "Judged and refused");
        codes.put("2", "Wrong usage, or a file that is missing or invalid");
        codes.put("3", "Could not be judged");
        codes.put("4", "Something that was run or written failed");
        codes.put("70", "A bug in multiarch");
        return codes;
    }

    private static String synopsis(Commands.Entry entry, Command command, CommandSpec spec) {
        List<String> words = new ArrayList<>(List.of("multiarch", entry.name()));
        spec.positionalParameters()
                .forEach(operand ->
                        words.add(operand.required() ? operand.paramLabel() : "[" + operand.paramLabel() + "]..."));
        spec.options().stream()
                .filter(OptionSpec::required)
                .forEach(option -> words.add(option.longestName() + "=" + option.paramLabel()));
        words.add("[OPTIONS]");
        words.add(command.restLabel());
        return String.join(" ", words).strip();
    }

    private static String groups(Help help) {
        var text = new StringBuilder();
        List<OptionSpec> alone = new ArrayList<>(help.commandSpec().options());
        help.commandSpec().mixins().values().forEach(group -> alone.removeAll(group.options()));
        text.append(group(help, "Options", alone));
        help.commandSpec().mixins().forEach((heading, group) -> text.append(group(help, heading, group.options())));
        return text.toString();
    }

    private static String group(Help help, String heading, List<OptionSpec> options) {
        if (options.isEmpty()) {
            return "";
        }
        return "\n" + heading + ":\n"
                + laidOut(help, layout -> layout.addOptions(options, help.createDefaultParamLabelRenderer()));
    }

    private static String operands(Help help) {
        List<PositionalParamSpec> operands = help.commandSpec().positionalParameters();
        return laidOut(
                help, layout -> layout.addPositionalParameters(operands, help.createDefaultParamLabelRenderer()));
    }

    private static String laidOut(Help help, Consumer<Help.Layout> rows) {
        CommandSpec spec = help.commandSpec();
        int names = help.calcLongOptionColumnWidth(spec.options(), spec.positionalParameters(), help.colorScheme());
        Help.TextTable table = Help.TextTable.forDefaultColumns(help.colorScheme(), names, WIDTH);
        var whole = new WholeWords(help, table);
        var layout = new Help.Layout(help.colorScheme(), table, whole, whole);
        rows.accept(layout);
        return whole.restored(layout.toString());
    }

    private static String commands() {
        var text = new StringBuilder();
        for (Commands.Group group : Commands.Group.shown()) {
            text.append("\n").append(group.heading()).append(":\n");
            text.append(Commands.all().stream()
                    .filter(entry -> entry.group() == group)
                    .map(entry -> "  %-13s %s%n".formatted(entry.name(), entry.summary()))
                    .collect(Collectors.joining()));
        }
        return text.toString();
    }
}

package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.UsageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What the command line of one command may say, made option by option: picocli's annotations say the same, but reading
 * them takes 60 ms of each call. Where a command has annotations they count as well.
 */
public final class Options {
    /** What is offered to a command line, and takes what was given there. */
    public interface Offered {
        void addTo(Options options);
    }

    private final CommandSpec spec;
    private final List<Runnable> takers = new ArrayList<>();

    private Options(CommandSpec spec) {
        this.spec = spec;
    }

    public static Options of(Command command) {
        if (command instanceof Offered offered) {
            var options = new Options(CommandSpec.create());
            offered.addTo(options);
            return options;
        }
        var options = new Options(CommandSpec.forAnnotatedObject(command));
        for (CommandSpec mixin : options.spec.mixins().values()) {
            if (mixin.userObject() instanceof Offered offered) {
                offered.addTo(options);
            }
        }
        return options;
    }

    public CommandSpec spec() {
        return spec;
    }

    /** As people type them. */
    public OwnOptions names() {
        Set<String> flags = new HashSet<>();
        Set<String> valued = new HashSet<>();
        for (OptionSpec option : spec.options()) {
            (option.arity().max() == 0 ? flags : valued).addAll(List.of(option.names()));
        }
        return new OwnOptions(flags, valued);
    }

    /**
     * To be called when the command line is read.
     *
     * @throws UsageException if a value is empty, as a shell's unset variable is: {@code --policy ""} would judge by less than
     *     was meant
     */
    public void give() throws UsageException {
        for (OptionSpec option : spec.options()) {
            if (option.originalStringValues().stream().anyMatch(String::isBlank)) {
                throw new UsageException(option.longestName()
                        + ": its value is empty, perhaps that of a variable which is not set. Fix: give it one, or leave "
                        + option.longestName() + " out");
            }
        }
        takers.forEach(Runnable::run);
    }

    /** What {@code --help} says around the options. */
    public void about(String description, String... examples) {
        spec.usageMessage()
                .description(description)
                .footerHeading("%nExamples:%n")
                .footer(examples);
    }

    /** What is no option, and has to be there. */
    public void operand(String label, String description, Consumer<String> taker) {
        PositionalParamSpec operand = PositionalParamSpec.builder()
                .paramLabel(label)
                .description(description)
                .type(String.class)
                .index("0")
                .required(true)
                .build();
        spec.addPositional(operand);
        takers.add(() -> taker.accept(operand.getValue()));
    }

    void help() {
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .type(boolean.class)
                .description("Show this help.")
                .build());
    }

    public void flag(String name, String description, Consumer<Boolean> taker) {
        OptionSpec option = add(OptionSpec.builder(name).type(boolean.class), description);
        takers.add(() -> taker.accept(Boolean.TRUE.equals(option.getValue())));
    }

    public void text(String name, String label, String description, Consumer<Optional<String>> taker) {
        OptionSpec option = add(OptionSpec.builder(name).type(String.class).paramLabel(label), description);
        takers.add(() -> taker.accept(Optional.ofNullable(option.getValue())));
    }

    /** May be given more than once. */
    public void texts(String name, String label, String description, Consumer<List<String>> taker) {
        OptionSpec option = add(
                OptionSpec.builder(name)
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .paramLabel(label),
                description);
        takers.add(() -> taker.accept(option.getValue() == null ? List.of() : option.getValue()));
    }

    /** @param usual what counts where nothing is given */
    <E extends Enum<E>> void choice(String name, String label, String description, E usual, Consumer<E> taker) {
        OptionSpec option =
                add(OptionSpec.builder(name).type(usual.getDeclaringClass()).paramLabel(label), description);
        takers.add(() -> taker.accept(option.getValue() == null ? usual : option.getValue()));
    }

    private OptionSpec add(OptionSpec.Builder builder, String description) {
        OptionSpec option = builder.description(description).build();
        spec.addOption(option);
        return option;
    }
}

package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A shell's variable that is not set is not a value: to judge by less than was meant would pass what should fail. */
class EmptyValuesTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "verify-index app:1 --policy, --policy",
        "verify-index app:1 --require, --require",
        "verify-index app:1 --records, --records",
        "verify-index app:1 --nodes, --nodes",
        "verify-index app:1 --policy baseline --policy, --policy",
        "inspect app:1 --for, --for",
        "doctor --platforms, --platforms",
        "doctor --root, --root",
        "plan --image app --platforms, --platforms",
        "promote app@sha256:0 --tag, --tag",
    })
    void isRefused(String words, String option) {
        String[] typed = (words + " ").split(" ", -1);
        assertThat(commands.run(typed))
                .exitCode(2)
                .stdoutIsEmpty()
                .stderrIsOneLineWith("error: " + option + ": the value is empty. Perhaps a variable is not set");
    }
}

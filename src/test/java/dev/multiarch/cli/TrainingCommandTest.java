package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TrainingCommandTest {
    @RegisterExtension
    final Commands here = new Commands();

    @Test
    void itsImageIsGoodWithAndWithoutTlsAndLogin() {
        assertThat(here.run("training")).exitCode(0).stdoutIsEmpty().stderrIsEmpty();
    }
}

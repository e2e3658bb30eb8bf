package dev.multiarch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaChoiceTest extends InCheckout {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "the newest wins                    | JAVA_HOME=17.0.15 JAVA_HOME_21_X64=21.0.2 JAVA_HOME_25_X64=25 | JAVA_HOME_25_X64",
                "wherever it is named               | JAVA_HOME=25.0.3 JAVA_HOME_17_ARM64=17 JAVA_HOME_21_ARM64=21  | JAVA_HOME",
                "the first named wins among equals  | JAVA_HOME_21_X64=21.0.1 JAVA_HOME_17_X64=21.0.9 JAVA_HOME=17  | JAVA_HOME_21_X64",
                "too old ones are passed over       | JAVA_HOME=11.0.2 JAVA_HOME_17_X64=17                          | JAVA_HOME_17_X64",
                "1.8 is not 18                      | JAVA_HOME=1.8.0_402 JAVA_HOME_17_X64=17                       | JAVA_HOME_17_X64",
                "an early-access version            | JAVA_HOME=26-ea JAVA_HOME_25_X64=25.0.3                       | JAVA_HOME",
                "a release file without a number    | JAVA_HOME=x JAVA_HOME_17_X64=17                               | JAVA_HOME_17_X64",
            })
    void picksTheNewest(String name, String homes, String expected) throws IOException {
        Commands environment = here;
        for (String home : homes.split(" +")) {
            String[] pair = home.split("=");
            environment = environment.with(
                    pair[0], checkout.java("../elsewhere/" + pair[0], pair[1]).toString());
        }
        assertThat(environment.program(checkout.launcher()))
                .exitCode(7)
                .stdoutContains("/elsewhere/" + expected + "\n");
    }

    @Test
    void findsTheOneOnThePathBehindItsLinks() throws IOException {
        Path home = checkout.java("../elsewhere/linked", "21.0.1");
        Files.createSymbolicLink(temp.resolve("alternative"), home.resolve("bin/java"));
        Files.createSymbolicLink(checkout.bin.resolve("java"), temp.resolve("alternative"));
        assertThat(here.program(checkout.launcher())).exitCode(7).stdoutContains("/elsewhere/linked\n");
    }

    @Test
    void findsOneThatNothingNames() throws IOException {
        checkout.java("java-17", "17.0.15");
        checkout.java("temurin 25", "25.0.3");
        assertThat(here.program(checkout.launcher())).exitCode(7).stdoutContains("/jvm/temurin 25\n");
    }

    @Test
    void aFolderWithoutJavaInItIsPassedOver() throws IOException {
        Checkout.write(temp.resolve("jvm/empty/release"), "JAVA_VERSION=\"30\"\n");
        checkout.java("java-17", "17.0.15");
        assertThat(here.program(checkout.launcher())).exitCode(7).stdoutContains("/jvm/java-17\n");
    }

    /** Its release file is read; it is not started to be asked. */
    @Test
    void anOlderOneThatHangsIsNeverStarted() throws IOException {
        Path hangs = checkout.java("java-17", "17.0.15");
        Checkout.program(hangs.resolve("bin/java"), "#!/bin/sh\nexec sleep 1000\n");
        checkout.java("java-21", "21.0.1");
        assertThat(here.program(checkout.launcher())).exitCode(7).stdoutContains("/jvm/java-21\n");
    }

    /** Before it is relied on, for a build and for an archive; the real limit is longer than a test. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOneThatIsPickedMayHang(boolean isBuilt) throws IOException {
        checkout.see("timeout");
        Path home = checkout.java("java-21", "21.0.1");
        if (isBuilt) {
            assertThat(here.with("MULTIARCH_ARCHIVE", "off").program(checkout.launcher()))
                    .exitCode(7);
        }
        Checkout.program(home.resolve("bin/java"), "#!/bin/sh\nexec sleep 1000\n");
        Path launcher = Path.of(checkout.launcher());
        Checkout.program(launcher, Files.readString(launcher).replace("ANSWER_LIMIT=30", "ANSWER_LIMIT=1"));
        assertThat(here.with("MULTIARCH_ARCHIVE", "on").program(checkout.launcher()))
                .exitCode(4)
                .stdoutIsEmpty()
                .stderrContains("java-21/bin/java did not say its version within 1 s. Point MULTIARCH_JAVA_HOME at");
        assertThat(checkout.root.resolve("target/launch/lock.d")).doesNotExist();
    }

    @Test
    void theOverrideWinsOverNewerOnes() throws IOException {
        checkout.java("java-25", "25");
        Path home = checkout.java("../elsewhere/mine", "17");
        assertThat(here.with("MULTIARCH_JAVA_HOME", home.toString()).program(checkout.launcher()))
                .exitCode(7)
                .stdoutContains("/elsewhere/mine\n");
    }

    @Test
    void anOverrideThatIsTooOldIsRefused() throws IOException {
        Path home = checkout.java("java-11", "11.0.2");
        assertThat(here.with("MULTIARCH_JAVA_HOME", home.toString()).program(checkout.launcher()))
                .exitCode(4)
                .stdoutIsEmpty()
                .stderrIs("multiarch: MULTIARCH_JAVA_HOME is " + home + ", a Java 11; 17 or newer is needed\n");
    }

    @Test
    void anOverrideWithoutJavaIsRefused() {
        assertThat(here.with("MULTIARCH_JAVA_HOME", "/nowhere").program(checkout.launcher()))
                .exitCode(4)
                .stdoutIsEmpty()
                .stderrIs("multiarch: MULTIARCH_JAVA_HOME is /nowhere, but there is no bin/java in it\n");
    }

    @Test
    void saysWhatItSawWhereNoneIsNewEnough() throws IOException {
        Path old = checkout.java("java-11", "11.0.2");
        assertThat(here.program(checkout.launcher()))
                .exitCode(4)
                .stdoutIsEmpty()
                .stderrIsOneLineWith("no Java 17 or newer found (seen: " + old + " (11);", "MULTIARCH_JAVA_HOME");
        assertThat(here.with("GITHUB_ACTIONS", "true").program(checkout.launcher()))
                .exitCode(4)
                .stdoutIsEmpty()
                .stderrContains(
                        "::error::multiarch: no Java 17 or newer found",
                        "Put a step with actions/setup-java before this one");
    }
}

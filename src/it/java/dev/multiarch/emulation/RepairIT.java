package dev.multiarch.emulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.host.BinfmtEntry;
import dev.multiarch.host.BuilderHost;
import dev.multiarch.host.HostFacts;
import dev.multiarch.image.Platform;
import dev.multiarch.it.Stack;
import dev.multiarch.registry.settings.RegistrySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real BuildKit on the real kernel, with binfmt_misc entries that are nobody else's. */
class RepairIT {
    private static final String DEBIANS = "/usr/libexec/qemu-binfmt/s390x-binfmt-P";
    private static final Platform S390X = Platform.parse("linux/s390x");
    private static final String THREE = "linux/amd64,linux/arm64,linux/arm/v7";

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm().within(Duration.ofMinutes(3));

    @TempDir
    Path temp;

    private final List<String> said = new ArrayList<>();
    private Stack stack;
    private EmulationJournal journal;

    @BeforeEach
    void makeProject() throws IOException {
        stack = Stack.require();
        journal = new EmulationJournal(temp.resolve("state/emulation.json"));
        Files.writeString(temp.resolve("Dockerfile"), "ARG BASE\nFROM ${BASE}\nRUN uname -m > /built-on\n");
    }

    /** Debian's emulator under that name takes argv[0] from its second argument, so that it needs P. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "with P and F, OPCF, " + DEBIANS + ", true",
        "without F, OPC, " + DEBIANS + ", false",
        "without P that is wanted, OCF, " + DEBIANS + ", false",
        "without P that is not wanted, OCF, /usr/bin/qemu-s390x-static, true",
        "with P that is not wanted, OPCF, /usr/bin/qemu-s390x-static, true"
    })
    void theProbeTellsWhichEntriesServeABuild(String name, String flags, String interpreter, boolean works)
            throws Exception {
        try (var own = OwnKernelEntries.start(temp, "")) {
            assertThat(own.entries()).isEmpty();
            own.register(line("qemu-s390x", interpreter, flags));
            HostFacts facts = facts(own);
            assertThat(facts.bundled().value()).isEqualTo(works ? Optional.of(false) : Optional.empty());
            assertThat(facts.emulator().value())
                    .isEqualTo(works ? Optional.of("/usr/bin/qemu-s390x-static") : Optional.empty());
            BinfmtEntry entry = facts.entry().value().orElseThrow().orElseThrow();
            assertThat(entry.interpreter()).isEqualTo(interpreter);
            assertThat(sorted(entry.flags())).isEqualTo(sorted(flags));
        }
    }

    @Test
    void anEmulatorOfBuildKitsOwnWorksAndClaimsNoF() throws Exception {
        Path bundled = Files.createDirectory(temp.resolve("bundled"));
        Files.copy(Path.of("/usr/bin/qemu-s390x-static"), bundled.resolve("buildkit-qemu-s390x"));
        assertThat(bundled.resolve("buildkit-qemu-s390x").toFile().setExecutable(true))
                .isTrue();
        try (var own = OwnKernelEntries.start(temp, bundled.toString())) {
            HostFacts facts = facts(own);
            assertThat(facts.bundled()).isEqualTo(Fact.known(true, FactSource.PROBE));
            assertThat(facts.entry().isKnown()).isFalse();
            assertThat(facts.entry().reason()).startsWith("BuildKit brought its own emulator");
            assertThat(setUp(own, "linux/s390x"))
                    .extracting(Repair.Done::outcome)
                    .containsExactly(Repair.Outcome.WORKS);
            assertThat(own.entries()).isEmpty();
        }
    }

    @Test
    void withoutEntriesTheRepairLeadsToThreePlatformsAndIsTakenBack() throws Exception {
        try (var own = OwnKernelEntries.start(temp, "")) {
            assertThat(ship(own, "before")).exitCode(4).stderrContains("uname -m");
            assertThat(setUp(own, THREE))
                    .extracting(Repair.Done::outcome)
                    .containsExactly(Repair.Outcome.WORKS, Repair.Outcome.REGISTERED, Repair.Outcome.REGISTERED);
            assertThat(said)
                    .containsExactly(
                            "QEMU for linux/arm64 was not there: registered the installed"
                                    + " /usr/libexec/qemu-binfmt/aarch64-binfmt-P with flags OPFC",
                            "QEMU for linux/arm/v7 was not there: registered the installed"
                                    + " /usr/libexec/qemu-binfmt/arm-binfmt-P with flags OPFC");
            assertThat(own.entries()).containsExactly("qemu-aarch64", "qemu-arm");
            assertThat(ship(own, "after")).exitCode(0);
            builtOn("linux/amd64", "x86_64");
            builtOn("linux/arm64", "aarch64");
            builtOn("linux/arm/v7", "armv7l");
            said.clear();
            assertThat(setUp(own, THREE)).extracting(Repair.Done::outcome).containsOnly(Repair.Outcome.WORKS);
            assertThat(said).isEmpty();
            uninstall(own);
            assertThat(said).containsExactly("qemu-arm is taken back", "qemu-aarch64 is taken back");
            assertThat(own.entries()).isEmpty();
            assertThat(journal.file()).doesNotExist();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"without F, OPC", "without P that is wanted, OCF"})
    void anEntryThatDoesNotServeIsReplacedAndComesBack(String name, String flags) throws Exception {
        try (var own = OwnKernelEntries.start(temp, "")) {
            own.register(line("qemu-s390x", DEBIANS, flags));
            assertThat(setUp(own, "linux/s390x"))
                    .extracting(Repair.Done::outcome)
                    .containsExactly(Repair.Outcome.REGISTERED);
            assertThat(said).singleElement().asString().contains(" in place of qemu-s390x (flags ");
            assertThat(sorted(entry(own).flags())).isEqualTo("CFOP");
            uninstall(own);
            assertThat(sorted(entry(own).flags())).isEqualTo(sorted(flags));
        }
    }

    private HostFacts facts(OwnKernelEntries own) throws Exception {
        return new BuilderHost(own.programs(), own.buildx(), own.host()).facts(own.builder(), S390X);
    }

    private static BinfmtEntry entry(OwnKernelEntries own) {
        assertThat(own.host().binfmt().entries()).hasSize(1);
        return own.host().binfmt().entries().get(0);
    }

    private List<Repair.Done> setUp(OwnKernelEntries own, String platforms) throws Exception {
        var setup = new Setup(
                own.programs(),
                own.buildx(),
                said::add,
                own.host(),
                new HostChanges(own.programs(), true, false, said::add),
                Optional.of(journal),
                (builder, platform) ->
                        new BuilderHost(own.programs(), own.buildx(), own.host()).facts(builder, platform));
        var request = new Setup.Request(
                Optional.empty(),
                List.of(platforms.split(",")).stream().map(Platform::parse).toList(),
                Optional.of(own.name()),
                RegistrySettings.of(Map.of(), Set.of()),
                Map.of(),
                Setup.QEMU_IMAGE);
        return setup.run(request).platforms();
    }

    private void uninstall(OwnKernelEntries own) throws Exception {
        new Uninstall(own.host(), new HostChanges(own.programs(), true, false, said::add), said::add).run(journal);
    }

    private Transcript ship(OwnKernelEntries own, String tag) {
        return commands.in(temp)
                .run(
                        "ship",
                        "--image=" + image(),
                        "--platforms=" + THREE,
                        "--tag=" + tag,
                        "--builder=" + own.name(),
                        "--",
                        ".",
                        "--build-arg",
                        "BASE=" + Stack.variable("MULTIARCH_IT_BASE_IMAGE"));
    }

    private void builtOn(String platform, String machine) {
        String export = "crane export --insecure --platform \"$1\" \"$2\" - | tar -xO built-on";
        assertThat(commands.program("sh", "-c", export, "sh", platform, image() + ":after"))
                .exitCode(0)
                .stdoutIs(machine + "\n");
    }

    private String image() {
        return stack.registry() + "/it/repair-" + ProcessHandle.current().pid();
    }

    private static String line(String name, String interpreter, String flags) throws IOException {
        String debians = Files.readString(Path.of("/usr/lib/binfmt.d", name + ".conf"));
        return debians.substring(0, debians.indexOf("/usr/")) + interpreter + ":" + flags;
    }

    private static String sorted(String flags) {
        return flags.chars()
                .sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

package dev.multiarch.policy.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.host.KernelVersion;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.OnUnknown;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Policy.Asked;
import dev.multiarch.policy.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyReaderTest {
    private static final String HEAD = "apiVersion: multiarch/v1\nkind: Policy\nname: release\n";

    @TempDir
    Path folder;

    @Test
    void readsEverySetting() throws Exception {
        Policy policy = read("""
                defaults: {severity: warning, on-unknown: warn}
                rules:
                  image.blobs-exist: {severity: info, on-unknown: pass}
                  host.kernel: {severity: error}
                image:
                  platforms: {required: [linux/amd64, aarch64], allowed: [linux/riscv64], forbidden: [386], unique: true}
                  config-match: true
                  blobs-exist: true
                host:
                  kernel: {min: "4.10"}
                  binfmt: {flags: OCF}
                build:
                  emulated-time: {max: 20m}
                """.replace("[386]", "['386']"));
        assertThat(policy.name()).isEqualTo("release");
        assertThat(policy.asked())
                .extracting(
                        a -> a.rule().id(),
                        Asked::setting,
                        Asked::severity,
                        Asked::onUnknown,
                        a -> a.source().line())
                .containsExactly(
                        row("image.platforms.required", platforms("amd64", "arm64"), Severity.WARNING, 9),
                        row("image.platforms.allowed", platforms("amd64", "arm64", "riscv64"), Severity.WARNING, 9),
                        row("image.platforms.forbidden", platforms("386"), Severity.WARNING, 9),
                        row("image.platforms.unique", true, Severity.WARNING, 9),
                        row("image.config-match", true, Severity.WARNING, 10),
                        org.assertj.core.groups.Tuple.tuple(
                                "image.blobs-exist", true, Severity.INFO, OnUnknown.PASS, 11),
                        row("host.kernel", KernelVersion.parse("4.10"), Severity.ERROR, 13),
                        row("host.binfmt.flags", "OCF", Severity.WARNING, 14),
                        row("build.emulated-time", Duration.ofMinutes(20), Severity.WARNING, 16));
    }

    private static org.assertj.core.groups.Tuple row(String id, Object setting, Severity severity, int line) {
        return org.assertj.core.groups.Tuple.tuple(id, setting, severity, OnUnknown.WARN, line);
    }

    @Test
    void weighsFullyWhatNobodyWeighed() throws Exception {
        Asked<?> asked = read("image: {config-match: true}").asked().get(0);
        assertThat(asked.severity()).isEqualTo(Severity.ERROR);
        assertThat(asked.onUnknown()).isEqualTo(OnUnknown.FAIL);
        assertThat(asked.source()).hasToString("release.yaml:4:9");
    }

    @Test
    void switchesOffByFalseByDisabledAndByAnEmptyList() throws Exception {
        Policy policy = read("""
                extends: [baseline]
                rules: {host.kernel: {severity: disabled}}
                image:
                  config-match: false
                  platforms: {required: [], unique: false}
                host: {kernel: {min: "4.8"}, binfmt: {flags: F}}
                """);
        assertThat(ids(policy)).containsExactly("image.blobs-exist", "image.elf-machine", "host.binfmt.flags");
    }

    @Test
    void digestIsTheFilesOwnOrThatOfAllThatTookPart() throws Exception {
        String text = HEAD + "image: {config-match: true}\n";
        assertThat(read("image: {config-match: true}\n").digest()).isEqualTo(Digest.of(text.getBytes()));
        Digest baseline = PolicyReader.read("baseline", folder).digest();
        String own = HEAD + "extends: [baseline]\n";
        String list = baseline + "\n" + Digest.of(own.getBytes()) + "\n";
        assertThat(read("extends: [baseline]\n").digest()).isEqualTo(Digest.of(list.getBytes()));
    }

    @Test
    void presetsAreTheFilesOfTheirFolder() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("policies"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml") && !name.equals("known-bad.yaml")))
                    .containsExactlyInAnyOrderElementsOf(PolicySource.PRESETS.stream()
                            .map(name -> name + ".yaml")
                            .toList());
        }
    }

    @Test
    void presetsAskForWhatAnyoneCanAnswer() throws Exception {
        Policy baseline = PolicyReader.read("baseline", folder);
        assertThat(baseline.name()).isEqualTo("baseline");
        assertThat(baseline.digest()).isEqualTo(Digest.of(Files.readAllBytes(Path.of("policies/baseline.yaml"))));
        assertThat(ids(baseline))
                .containsExactly(
                        "image.platforms.unique", "image.config-match", "image.blobs-exist", "image.elf-machine");
        assertThat(ids(PolicyReader.read("strict", folder)))
                .containsExactly(
                        "image.platforms.unique",
                        "image.config-match",
                        "image.blobs-exist",
                        "image.elf-machine",
                        "image.attestations",
                        "image.consistency",
                        "image.annotations",
                        "image.labels",
                        "image.created-skew");
        assertThat(ids(PolicyReader.read("host", folder)))
                .containsExactly(
                        "host.kernel",
                        "host.binfmt.mounted",
                        "host.binfmt.flags",
                        "host.binfmt.interpreter",
                        "host.emulator",
                        "host.docker",
                        "host.buildx",
                        "host.builder",
                        "host.binfmt-support");
        assertThat(baseline.asked().get(0).source()).hasToString("preset baseline:10:5");
    }

    @Test
    void namesThePresetsToWhoeverMisspellsOne() {
        assertThat(problems("basline"))
                .containsExactly(
                        "there is no preset \"basline\", expected one of baseline, strict, host, dockerfile, or a file with"
                                + " its path, such as ./policy.yaml. Did you mean \"baseline\"?");
    }

    @Test
    void refusesWhatIsNoRegularFile() throws IOException {
        Files.createDirectory(folder.resolve("folder.yaml"));
        assertThat(problems("folder.yaml"))
                .containsExactly("folder.yaml: this is not a regular file, expected a policy file");
        assertThat(problems("/dev/zero"))
                .containsExactly("/dev/zero: this is not a regular file, expected a policy" + " file");
        assertThat(problems("none.yaml")).containsExactly("none.yaml: there is no such file, expected a policy file");
    }

    @Test
    void requiringStandsForAPolicyOfOneRule() {
        Policy policy = OptionPolicies.requiring(platforms("amd64", "arm64"));
        assertThat(ids(policy)).containsExactly("image.platforms.required");
        assertThat(policy.asked().get(0).source()).hasToString("--require");
        assertThat(policy.digest())
                .isNotEqualTo(OptionPolicies.requiring(platforms("amd64")).digest());
        assertThatThrownBy(() -> OptionPolicies.requiring(List.of())).hasMessage("--require names no platform");
    }

    private List<String> problems(String name) {
        return catchThrowableOfType(InvalidPolicy.class, () -> PolicyReader.read(name, folder))
                .problems();
    }

    private Policy read(String rest) throws IOException, InvalidPolicy {
        Files.writeString(folder.resolve("release.yaml"), HEAD + rest);
        return PolicyReader.read("release.yaml", folder);
    }

    private static List<String> ids(Policy policy) {
        return policy.asked().stream().map(asked -> asked.rule().id()).toList();
    }

    private static List<Platform> platforms(String... names) {
        return Stream.of(names).map(Platform::parse).toList();
    }
}

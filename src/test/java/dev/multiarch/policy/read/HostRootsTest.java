package dev.multiarch.policy.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.fact.Fact;
import dev.multiarch.host.HostFact;
import dev.multiarch.host.HostRoot;
import dev.multiarch.host.HostSurvey;
import dev.multiarch.host.LocalHost;
import dev.multiarch.host.PlatformSurvey;
import dev.multiarch.host.Surveyor;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.HostSubject;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Judgement;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.process.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code doctor --root} makes of hosts as distributions set them up, and what the preset {@code host} says. */
class HostRootsTest {
    private static final List<Platform> WANTED = Stream.of("linux/amd64", "linux/arm64", "linux/arm/v7")
            .map(Platform::parse)
            .toList();

    @TempDir
    Path root;

    static List<HostRoot> roots() throws IOException {
        return HostRoot.all();
    }

    @ParameterizedTest
    @MethodSource("roots")
    void isSeenAndJudged(HostRoot host) throws Exception {
        host.lay(root);
        HostSurvey survey = survey();
        assertThat(facts(survey) + findings(survey)).isEqualTo(host.expected());
    }

    @Test
    void tenDistributionsAreAmongThemEachWithItsSources() throws IOException {
        assertThat(roots())
                .hasSizeGreaterThan(10)
                .allSatisfy(host -> assertThat(host.parts())
                        .filteredOn(part -> !part.kind().equals("expect"))
                        .allSatisfy(part -> assertThat(part.source()).isNotBlank()));
    }

    @Test
    void nothingIsRunThere() throws Exception {
        roots().get(0).lay(root);
        HostSurvey survey = survey();
        assertThat(survey.root()).contains(root.toString());
        assertThat(survey.platforms().values())
                .allSatisfy(each -> assertThat(each.runs().reason())
                        .isEqualTo("these are another host's files: nothing can be run there"))
                .allSatisfy(each -> assertThat(each.version().isKnown()).isFalse());
        assertThat(survey.fact(HostFact.FREE_DISK)).isEqualTo(Fact.unknown("these are another host's files"));
    }

    private HostSurvey survey() {
        return new Surveyor(new Programs(program -> {}), Map.of("PATH", ""), new LocalHost(root))
                .survey("there", Optional.empty(), WANTED);
    }

    private static String facts(HostSurvey survey) {
        var text = new StringBuilder();
        Stream.of(
                        HostFact.DISTRIBUTION,
                        HostFact.KERNEL,
                        HostFact.ARCHITECTURE,
                        HostFact.BINFMT_MOUNTED,
                        HostFact.BINFMT_ENABLED)
                .forEach(fact -> text.append(fact.id()).append(": ").append(withMessage(survey.fact(fact))));
        text.append("entries: ").append(survey.entries().size()).append('\n');
        assertThat(survey.conflicts()).isEmpty();
        survey.platforms()
                .forEach((platform, seen) -> text.append(platform)
                        .append(": ")
                        .append(seen.emulated().value().equals(Optional.of(true)) ? by(seen) : "native\n"));
        return text.toString();
    }

    private static String by(PlatformSurvey seen) {
        return seen.emulator().value().isEmpty()
                ? "by nothing\n"
                : "by " + seen.emulator().value().get() + ", flags \""
                        + seen.flags().value().orElseThrow() + "\", " + withMessage(seen.interpreter());
    }

    private static String withMessage(Fact<String> fact) {
        return fact.value().orElse("unknown") + "\n";
    }

    /** Of what is emulated; what programs say is of no fixture, and what ran is of none either. */
    private static String findings(HostSurvey survey) throws InvalidPolicy {
        Policy preset = PolicyReader.read("host", Path.of("").toAbsolutePath());
        var text = new StringBuilder();
        Judgement.judge(List.of(preset), HostSubject.of(survey)).findings().stream()
                .filter(finding ->
                        finding.rule().equals("host.kernel") || finding.rule().startsWith("host.binfmt."))
                .filter(finding -> finding.outcome() != Outcome.SKIPPED)
                .forEach(finding -> text.append(finding.outcome())
                        .append(' ')
                        .append(finding.rule())
                        .append(' ')
                        .append(finding.platform().map(Platform::toString).orElse(""))
                        .append(finding.outcome() == Outcome.PASS ? "" : ": " + finding.message())
                        .append('\n'));
        return text.toString();
    }
}

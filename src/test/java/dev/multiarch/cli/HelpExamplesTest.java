package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example of each help text does what it says, run as it stands, or the reason why not is here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HelpExamplesTest {
    /** They would change this machine, or need what is not here. */
    private static final Map<String, String> RUN_BY_OTHERS = Map.ofEntries(
            Map.entry(
                    "multiarch records show 4711/linux-arm64/1.json --records oci://ghcr.io/org/app-records",
                    "names a record of one build: RecordsCommandTest"),
            Map.entry("multiarch records copy .multiarch/records gs://bucket/records", "needs a bucket: GoogleStoreIT"),
            Map.entry(
                    "multiarch doctor --platforms linux/arm64 --fix",
                    "registers emulators: EntriesIT and DoctorIT, on hosts of their own"),
            Map.entry(
                    "multiarch doctor --uninstall",
                    "takes emulators away: EntriesIT and DoctorIT, on hosts of their own"),
            Map.entry(
                    "multiarch rebuild ghcr.io/org/app:latest --revision HEAD",
                    "needs a checkout with a commit: RebuildTest"),
            Map.entry(
                    "multiarch doctor --platforms linux/arm64 --fix --rootless -- make test",
                    "needs user namespaces: EntriesIT and DoctorIT"),
            Map.entry(
                    "multiarch ship --image ghcr.io/org/app --tag edge --platforms linux/amd64,linux/arm/v7 --setup"
                            + " --policy release.yaml -- . --file deploy/Dockerfile --build-arg VERSION=edge",
                    "registers emulators: SetupIT, on a separate builder"),
            Map.entry(
                    "docker tag app 127.0.0.1:5000/app:1 && docker push 127.0.0.1:5000/app:1",
                    "needs a Docker daemon; RegistryIT pushes with other clients"),
            Map.entry(
                    "multiarch merge --tag 1.2 --policy release.yaml --sign --key cosign.key", "needs cosign: SignIT"),
            Map.entry(
                    "multiarch plan --bake docker-bake.hcl --target app --target worker --format json",
                    "needs buildx: PlanSourcesIT"),
            Map.entry(
                    "multiarch build --plan .multiarch/plan-app.json --platform linux/arm64",
                    "needs buildx: PlanSourcesIT"),
            Map.entry(
                    "multiarch build --plan .multiarch/plan-app.json --platform linux/arm64 --var TAG=1.2",
                    "needs buildx: PlanSourcesIT"),
            Map.entry(
                    "multiarch plan --image ghcr.io/org/app --platforms-of-base Dockerfile --require linux/arm64",
                    "needs a Dockerfile with a base image: PlanOfBasesTest"),
            Map.entry("multiarch smoke ghcr.io/org/app:1.2 -- /app --version", "needs a builder: SmokeIT"),
            Map.entry(
                    "multiarch smoke ghcr.io/org/app:1.2 --entrypoint --same-output -- --version",
                    "needs a builder: SmokeIT"),
            Map.entry(
                    "multiarch smoke ghcr.io/org/app:1.2 --contains 1.2 --time-limit 10s --builder ci -- /app --version",
                    "needs a builder: SmokeIT"),
            Map.entry(
                    "multiarch smoke ghcr.io/org/app:1.2 --policy smoke.yaml --format json",
                    "needs a builder: SmokeIT"),
            Map.entry(
                    "multiarch verify-index ghcr.io/org/app:1.2 --policy smoke.yaml --run --builder ci",
                    "needs a builder: SmokeIT"));

    /** They judge this machine, whatever it is, or an image of which there is too little to judge. */
    private static final Map<String, Set<Integer>> OTHER_EXIT_CODES = Map.of(
            "multiarch doctor --platforms linux/arm64,linux/arm/v7", Set.of(0, 1, 3),
            "multiarch doctor --platforms linux/arm64 --builder ci --format json", Set.of(0, 1, 3),
            "multiarch doctor --platforms linux/arm64 --fix --dry-run", Set.of(0, 1, 3),
            "multiarch doctor --facts host.json", Set.of(0, 1, 3),
            "multiarch rebuild ghcr.io/org/app:1.2 --explain", Set.of(3),
            "multiarch rebuild ghcr.io/org/app --tags 'v1.*' --max-age 30d --format github", Set.of(3),
            "multiarch rebuild --file images.txt --policy release.yaml --max-legs 8 --max-minutes 120", Set.of(3));

    /** Which run until they are stopped, and the first words that they say. */
    private static final Map<String, String> KEPT = Map.of(
            "multiarch demo --keep --port 5000", "",
            "multiarch registry --port 5000", "registry 127.0.0.1:",
            "multiarch registry --folder images --verbose", "registry 127.0.0.1:",
            "multiarch registry --fault 'GET /v2/app/manifests/1 status=503 times=2'", "registry 127.0.0.1:",
            "multiarch registry --fault 'GET /v2/app/manifests/1 delay=30s' --fault 'HEAD /v2/app/manifests/1 status=429'",
                    "registry 127.0.0.1:",
            "multiarch registry --quirk no-delete --quirk no-referrers", "registry 127.0.0.1:");

    @RegisterExtension
    final Commands commands = new Commands();

    /** What their examples need stays as it is, so one workspace serves them all: making one takes longer than most calls. */
    private static final Set<String> READERS = Set.of(
            "verify-index",
            "inspect",
            "policy",
            "doctor",
            "advise",
            "why",
            "history",
            "completion",
            "records",
            "status");

    @TempDir
    private static Path shared;

    private ExampleWorkspace forReaders;

    static List<HelpExample> examples() {
        return HelpExample.all().stream()
                .filter(example -> !RUN_BY_OTHERS.containsKey(example.line()) && !KEPT.containsKey(example.line()))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void works(HelpExample example, @TempDir Path folder) throws Exception {
        if (example.needsAShell()) {
            List.of("bash", "jq", "zsh").stream()
                    .filter(program -> program.equals("bash") || example.line().matches(".*\\b" + program + "\\b.*"))
                    .forEach(Commands::need);
        }
        if (READERS.contains(example.command())) {
            runs(example, forReaders());
        } else {
            try (var workspace = new ExampleWorkspace(folder, commands)) {
                runs(example, workspace);
            }
        }
    }

    private static void runs(HelpExample example, ExampleWorkspace workspace) throws Exception {
        Transcript done = workspace.run(workspace.onThisMachine(example));
        assertThat(OTHER_EXIT_CODES.getOrDefault(example.line(), Set.of(0)))
                .as(done.toString())
                .contains(done.exit());
        done.looked().set(true);
    }

    private ExampleWorkspace forReaders() throws Exception {
        if (forReaders == null) {
            forReaders = new ExampleWorkspace(shared, commands);
        }
        return forReaders;
    }

    @AfterAll
    void closeForReaders() {
        if (forReaders != null) {
            forReaders.close();
        }
    }

    static Set<String> kept() {
        return new TreeSet<>(KEPT.keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kept")
    void staysUpUntilItIsStopped(String line, @TempDir Path folder) throws Exception {
        try (var workspace = new ExampleWorkspace(folder, commands)) {
            Process process = workspace.start(workspace.onThisMachine(new HelpExample(line)));
            try (var out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                assertThat(out.readLine()).isNotNull().startsWith(KEPT.get(line));
                assertThat(process.isAlive()).isTrue();
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
    }

    /** A line that is changed or left out is to be changed here, too. */
    @Test
    void nothingIsNamedHereThatNoHelpShows() {
        List<String> shown = HelpExample.all().stream().map(HelpExample::line).toList();
        assertThat(shown)
                .containsAll(RUN_BY_OTHERS.keySet())
                .containsAll(OTHER_EXIT_CODES.keySet())
                .containsAll(KEPT.keySet());
    }
}

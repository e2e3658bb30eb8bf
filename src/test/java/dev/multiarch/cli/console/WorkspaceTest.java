package dev.multiarch.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pull request brings symbolic links where the plan and the records go. */
class WorkspaceTest {
    private static final String PLAN = "plan --image ghcr.io/o/app --platforms linux/amd64 --plan-id p";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path temp;

    private Path checkout;
    private Path elsewhere;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectories(temp.resolve("checkout"));
        elsewhere = Files.createDirectories(temp.resolve("elsewhere"));
        Files.createDirectories(checkout.resolve(".git"));
        Files.createDirectories(checkout.resolve("kept"));
        Files.createDirectories(elsewhere.resolve("records"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            writing the plan            | .multiarch         | ../elsewhere         | PLAN                                  | --plan .multiarch/plan.json: the symbolic link
            writing it, no such folder  | .multiarch         | ../nowhere           | PLAN                                  | leads to nothing that exists
            reading the plan            | .multiarch         | ../elsewhere         | merge --tag 1                         | --plan .multiarch/plan.json: the symbolic link
            reading a linked plan       | kept/plan.json     | ../../elsewhere/plan | merge --tag 1 --plan kept/plan.json   | --plan kept/plan.json: the symbolic link
            reading records             | kept/records       | ../../elsewhere      | verify-index oci:x --records kept/records | --records kept/records: the symbolic link
            by an absolute link         | kept/records       | /etc                 | verify-index oci:x --records kept/records | out of the checkout, to /etc.
            writing an answer           | kept/out           | ../../elsewhere      | PLAN --output kept/out/answer         | --output kept/out/answer: the symbolic link
            keeping layers              | kept/cache         | ../../elsewhere      | verify-index oci:x --cache kept/cache | --cache kept/cache: the symbolic link
            a policy, quoted in errors  | release.yaml       | ../elsewhere/plan    | verify-index oci:x --policy release.yaml | --policy release.yaml: the symbolic link
            a policy of a plan          | release.yaml       | /proc/self/environ   | PLAN --policy release.yaml            | --policy release.yaml: the symbolic link
            a bake file, quoted in errors | bake.hcl         | ../elsewhere/plan    | plan --bake bake.hcl                  | --bake bake.hcl: the symbolic link
            a plan's base images        | kept/D             | ../../elsewhere/plan | plan --image o/app --platforms-of-base kept/D | --platforms-of-base kept/D: the symbolic link
            a plan's nodes              | kept/nodes         | ../../elsewhere/plan | plan --image o/app --platforms-of-nodes kept/nodes | --platforms-of-nodes kept/nodes: the symbolic link
            a list of bases             | kept/bases         | ../../elsewhere/plan | rebuild 127.0.0.1:1/x:1 --vulnerable-bases kept/bases | --vulnerable-bases kept/bases: the symbolic link
            a registry's folder         | kept/registry      | ../../elsewhere      | registry --port 0 --folder kept/registry | --folder kept/registry: the symbolic link
            """)
    void aLinkOutOfTheCheckoutIsRefused(String name, String link, String target, String words, String message)
            throws IOException {
        Files.writeString(elsewhere.resolve("plan"), "{}");
        Files.createSymbolicLink(checkout.resolve(link), Path.of(target));
        assertThat(commands.in(checkout).run(words.replace("PLAN", PLAN).split(" ")))
                .as(name)
                .exitCode(2)
                .stdoutIsEmpty()
                .stderrIsOneLineWith(message, "A pull request can bring such a link", "Fix: remove the link");
        assertThat(elsewhere.toFile().list()).containsExactlyInAnyOrder("plan", "records");
    }

    @Test
    void recordsAreReadFromNoLinkedFolder() throws IOException {
        assertThat(commands.in(checkout).run(PLAN.split(" "))).exitCode(0);
        Files.createSymbolicLink(checkout.resolve(".multiarch/records"), Path.of("../../elsewhere/records"));
        assertThat(commands.in(checkout).run("merge", "--tag", "1"))
                .exitCode(2)
                .stderrIsOneLineWith("--records .multiarch/records: the symbolic link", "out of the checkout");
        Files.writeString(checkout.resolve("Dockerfile"), "FROM scratch\n");
        assertThat(commands.in(checkout).run("build", "--platform", "linux/amd64", "--", "."))
                .exitCode(2)
                .stderrIsOneLineWith("--records .multiarch/records: the symbolic link", "out of the checkout");
        assertThat(elsewhere.resolve("records")).isEmptyDirectory();
    }

    /** Without git and without a runner there is no checkout, but nobody chose the folder's name. */
    @Test
    void theDefaultFolderIsNoLinkAnywhere() throws IOException {
        Path plain = Files.createDirectories(temp.resolve("plain"));
        Files.createSymbolicLink(plain.resolve(".multiarch"), elsewhere);
        assertThat(commands.in(plain).run(PLAN.split(" ")))
                .exitCode(2)
                .stderrIsOneLineWith("--plan .multiarch/plan.json: the symbolic link");
        assertThat(elsewhere.toFile().list()).containsExactly("records");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a link outside the checkout           | ../own/plan.json
            a link that stays in the checkout     | inner/plan.json
            a folder that is not there yet        | new/plan.json
            """)
    void theUsersOwnChoiceIsFollowed(String name, String plan) throws IOException {
        Files.createSymbolicLink(temp.resolve("own"), elsewhere);
        Files.createSymbolicLink(checkout.resolve("inner"), Path.of("kept"));
        assertThat(commands.in(checkout).run((PLAN + " --plan " + plan).split(" ")))
                .as(name)
                .exitCode(0);
        assertThat(checkout.resolve(plan)).isRegularFile();
    }

    @Test
    void outsideACheckoutALinkIsTheUsersOwn() throws IOException {
        Path plain = Files.createDirectories(temp.resolve("plain"));
        Files.createSymbolicLink(plain.resolve("mine"), elsewhere);
        assertThat(commands.in(plain).run((PLAN + " --plan mine/plan.json").split(" ")))
                .exitCode(0);
        assertThat(elsewhere.resolve("plan.json")).isRegularFile();
    }
}

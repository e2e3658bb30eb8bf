package dev.multiarch.cli.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.cli.options.OwnOptions;
import dev.multiarch.image.Digest;
import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionInputsTest {
    /** Name | inputs | words; ⏎ is a line's end, ¦ separates values. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nothing given ships                   | command=ship | ship ¦ --setup ¦ -- ¦ .
            a usual ship                          | image=ghcr.io/o/app ¦ platforms=linux/amd64,linux/arm64 ¦ tags=1.2,latest | ship ¦ --image=ghcr.io/o/app ¦ --platforms=linux/amd64 ¦ --platforms=linux/arm64 ¦ --tag=1.2 ¦ --tag=latest ¦ --setup ¦ -- ¦ .
            lists on lines                        | tags=1.2⏎⏎  latest ⏎ ¦ policy=baseline⏎release.yaml | ship ¦ --tag=1.2 ¦ --tag=latest ¦ --policy=baseline ¦ --policy=release.yaml ¦ --setup ¦ -- ¦ .
            comments and quotes                   | platforms=linux/amd64⏎# later⏎"linux/arm64" ¦ tags=# ours⏎"1.2","latest" | ship ¦ --platforms=linux/amd64 ¦ --platforms=linux/arm64 ¦ --tag=1.2 ¦ --tag=latest ¦ --setup ¦ -- ¦ .
            context, file and buildx flags        | context=sub dir ¦ file=Dockerfile.x ¦ args=--build-arg 'A=b c' | ship ¦ --setup ¦ -- ¦ sub dir ¦ --file=Dockerfile.x ¦ --build-arg ¦ A=b c
            our own options before a -- in args   | args=--jobs 1 -- --no-cache | ship ¦ --setup ¦ --jobs ¦ 1 ¦ -- ¦ . ¦ --no-cache
            plan                                  | command=plan ¦ image=o/a ¦ platforms=linux/386 ¦ runners=*=big ¦ plan-id=7 | plan ¦ --image=o/a ¦ --platforms=linux/386 ¦ --plan-id=7 ¦ --runners=*=big
            build                                 | command=build ¦ plan=p.json ¦ platform=linux/arm/v7 ¦ builder=mine | build ¦ --platform=linux/arm/v7 ¦ --builder=mine ¦ --plan=p.json ¦ --setup ¦ -- ¦ .
            merge                                 | command=merge ¦ records=r ¦ facts=none ¦ args=--no-promote | merge ¦ --records=r ¦ --facts=none ¦ --no-promote
            verify-index, platforms are required  | command=verify-index ¦ image=o/a:1 ¦ platforms=linux/arm64 | verify-index ¦ o/a:1 ¦ --require=linux/arm64
            reports, one a line                   | command=verify-index ¦ image=o/a:1 ¦ report=sarif=a.sarif⏎html=b.html | verify-index ¦ o/a:1 ¦ --report=sarif=a.sarif ¦ --report=html=b.html
            promote                               | command=promote ¦ image=o/a@sha256:1 ¦ tags=latest | promote ¦ o/a@sha256:1 ¦ --tag=latest
            promote what was judged               | command=promote ¦ image=o/a@sha256:1 ¦ tags=1 ¦ policy=a.yaml ¦ verdict=v.json | promote ¦ o/a@sha256:1 ¦ --tag=1 ¦ --policy=a.yaml ¦ --verdict=v.json
            promote what was not judged           | command=promote ¦ image=o/a@sha256:1 ¦ tags=1 ¦ unjudged=a rollback | promote ¦ o/a@sha256:1 ¦ --tag=1 ¦ --unjudged=a rollback
            a pull request's ship                 | push=false ¦ image=o/a | ship ¦ --image=o/a ¦ --no-push ¦ --setup ¦ -- ¦ .
            a pull request's merge                | command=merge ¦ push=False ¦ tags=1 | merge ¦ --tag=1 ¦ --no-push
            pushing said aloud                    | command=merge ¦ push=true | merge
            status, whose token is not a word        | command=status ¦ verdict=a.json⏎b.json ¦ policy=strict ¦ github-token=t ¦ args=--require-status | status ¦ --policy=strict ¦ --verdict=a.json ¦ --verdict=b.json ¦ --require-status
            a log-in, whose password is not a word   | command=login ¦ image=o/a ¦ registry=r.io ¦ username=me ¦ password=pw ¦ github-token=t | login ¦ --image=o/a ¦ --registry=r.io ¦ --username=me
            a log-in where nothing is pushed      | command=login ¦ image=o/a ¦ push=false | login ¦ --image=o/a ¦ --no-push
            a cache on GitHub                     | cache=true | ship ¦ --setup ¦ -- ¦ . ¦ --cache-from=type=gha ¦ --cache-to=type=gha,mode=max,ignore-error=true
            the job's token is there in any case  | command=plan ¦ github-token=t | plan
            a key is not a word                      | ssh-key=s3cr3t | ship ¦ --setup ¦ -- ¦ . ¦ --ssh=default=<ssh-key>
            an issue while the verdict is bad    | command=status ¦ verdict=v.json ¦ issue=true | status ¦ --verdict=v.json ¦ --issue
            no issue                             | command=status ¦ verdict=v.json ¦ issue=false | status ¦ --verdict=v.json
            what the comment compares with        | command=status ¦ verdict=v.json ¦ compare=o/a:latest ¦ args=--comment | status ¦ --verdict=v.json ¦ --compare=o/a:latest ¦ --comment
            signatures                           | command=merge ¦ sign=true ¦ attest-verdict=true ¦ signing-key=cosign.key ¦ signing-config=none.json ¦ legacy-signatures=true | merge ¦ --sign ¦ --attest ¦ --key=cosign.key ¦ --signing-config=none.json ¦ --legacy-signatures
            signatures of a promotion            | command=promote ¦ image=o/a@sha256:1 ¦ tags=1 ¦ sign=true | promote ¦ o/a@sha256:1 ¦ --tag=1 ¦ --sign
            nothing is signed that is not pushed | push=false ¦ sign=true ¦ attest-verdict=true ¦ signing-key=cosign.key | ship ¦ --no-push ¦ --setup ¦ -- ¦ .
            a branch that is not signed          | command=merge ¦ sign=false ¦ signing-key=cosign.key | merge
            a build is signed by its merge       | command=build ¦ platform=linux/386 ¦ sign=true ¦ signing-key=cosign.key | build ¦ --platform=linux/386 ¦ --setup ¦ -- ¦ .
            a secret's value is not a word           | secrets=npm=s3cr3t | ship ¦ --setup ¦ -- ¦ . ¦ --secret=id=npm,env=MULTIARCH_SECRET_1
            a reason is a sentence                | command=promote ¦ image=a@b ¦ unjudged=- a rollback | promote ¦ a@b ¦ --unjudged=- a rollback
            """)
    void inputsBecomeWords(String name, String inputs, String words) {
        assertThat(ActionInputs.of(environment(List.of(inputs.replace('⏎', '\n').split(" ¦ ")))))
                .isEqualTo(new ActionInputs(List.of(words.split(" ¦ ")), Optional.empty()));
    }

    @Test
    void aPlanMayHaveThePlatformsOfBaseImages() {
        var inputs = ActionInputs.of(
                environment(List.of(
                        "command=plan",
                        "platforms-of-base=D",
                        "build-args=A=b c\n# later\n\"E=f, g\"",
                        "modes=*=native")),
                OwnOptions.NONE,
                true,
                false);
        assertThat(inputs.words())
                .containsExactly(
                        "plan", "--modes=*=native", "--platforms-of-base=D", "--build-arg=A=b c", "--build-arg=E=f, g");
    }

    @Test
    void aPlanMayBeOfBakeFiles() {
        assertThat(ActionInputs.of(environment(List.of(
                                "command=plan", "bake=a.hcl,b.hcl", "targets=app\nweb", "vars=TAG=1.2,3\n\"B=c, d\"")))
                        .words())
                .containsExactly(
                        "plan",
                        "--bake=a.hcl",
                        "--bake=b.hcl",
                        "--target=app",
                        "--target=web",
                        "--var=TAG=1.2,3",
                        "--var=B=c, d");
    }

    /** Its target says what is built; flags go to it as with any other plan. */
    @Test
    void theLegOfABakeFileHasNoContext() {
        List<String> inputs = new ArrayList<>(List.of("command=build", "plan=p", "vars=TAG=1", "no-cache=true"));
        assertThat(ActionInputs.of(environment(inputs), OwnOptions.NONE, true, true)
                        .words())
                .containsExactly("build", "--plan=p", "--var=TAG=1", "--setup", "--", "--no-cache");
        inputs.add("context=app");
        assertThat(ActionInputs.of(environment(inputs), OwnOptions.NONE, true, true)
                        .words())
                .endsWith("--", "app", "--no-cache");
    }

    @Test
    void aPlanMayComeAsText() {
        var inputs = ActionInputs.of(
                environment(List.of("command=merge", "plan= {\"schema\":\"x\"}\n")), OwnOptions.NONE, true, false);
        assertThat(inputs)
                .isEqualTo(new ActionInputs(
                        List.of("merge", "--plan=.multiarch/plan.json"), Optional.of("{\"schema\":\"x\"}")));
    }

    /** Outside of the build context, which each plan would change; named by its content, as jobs may share the folder. */
    @Test
    void thePlanOfABuildIsNotInTheCheckout() {
        String plan = "{\"schema\":\"x\"}";
        Map<String, String> job = new HashMap<>(environment(List.of("command=build", "plan=" + plan)));
        job.put("RUNNER_TEMP", "/runner/_temp");
        String file = "/runner/_temp/multiarch-plan-"
                + Digest.of(plan.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16) + ".json";
        assertThat(ActionInputs.of(job, OwnOptions.NONE, true, false).words()).startsWith("build", "--plan=" + file);
        assertThat(ActionInputs.planFile(job, "merge", plan)).isEqualTo(".multiarch/plan.json");
        assertThat(ActionInputs.planFile(Map.of(), "build", plan)).isEqualTo(".multiarch/plan.json");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            an unknown command            | command=tell              | input command is "tell": expected one of plan build merge verify-index smoke promote history timing ship rebuild status advise doctor login
            not taken by the command      | command=plan ¦ tags=1     | input tags is given, but the command plan does not accept it (commands that do: merge promote ship). Leave it out
            a context to build nothing    | command=merge ¦ context=. | input context is given, but the command merge does not accept it (commands that do: build ship). Leave it out
            two lines for one             | image=a⏎b                 | input image has 2 lines, expected one
            a context like an option      | context=--push            | input context is "--push", which looks like an option. Options go into args
            a tag like an option          | image=a ¦ tags=1⏎--verbose | input tags is "--verbose", which looks like an option. Options go into args
            an image like an option       | image=--output=/etc/x     | input image is "--output=/etc/x", which looks like an option. Options go into args
            an image alone like an option | command=promote ¦ image=-h | input image is "-h", which looks like an option. Options go into args
            not available, whatever the command | command=plan ¦ load=true | input load can't be used: each platform is pushed by digest, and not loaded into Docker. Fix: leave it out, and pull the image by the output digest
            no push, but tags would move  | command=promote ¦ image=o/a@sha256:1 ¦ tags=1 ¦ push=false | input push is given, but the command promote does not accept it (commands that do: build merge ship login). Leave it out
            push is neither true nor false | push=maybe            | input push is "maybe": expected true or false
            a password for a build       | command=build ¦ password=x | input password is given, but the command build does not accept it (commands that do: login). Leave it out
            a signing key like an option | command=merge ¦ sign=true ¦ signing-key=--push | input signing-key is "--push", which looks like an option. Options go into args
            neither signed nor not       | command=merge ¦ sign=maybe | input sign is "maybe": expected true or false
            signatures of a smoke test   | command=smoke ¦ sign=true | input sign is given, but the command smoke does not accept it (commands that do: build merge promote ship). Leave it out
            an open quote                 | args=--label 'x           | input args: the quote ' before "x" is not closed. Close it, or escape it by a backslash
            """)
    void refuses(String name, String inputs, String message) {
        assertThatThrownBy(() -> ActionInputs.of(
                        environment(List.of(inputs.replace('⏎', '\n').split(" ¦ "))), OwnOptions.NONE, true, false))
                .isInstanceOf(FormatException.class)
                .hasMessage(message);
    }

    /** Said before hours of builds, of which the merge could sign nothing. */
    @Test
    void aBuildInAJobWithoutAnIdentityIsRefusedWhereItIsToBeSigned() {
        Map<String, String> job = environment(List.of("command=build", "attest-verdict=true"));
        job.put("GITHUB_ACTIONS", "true");
        assertThatThrownBy(() -> ActionInputs.of(job, OwnOptions.NONE, true, false))
                .isInstanceOf(FormatException.class)
                .hasMessage("input attest-verdict needs the identity of this job, and this job may not ask GitHub for"
                        + " it: ACTIONS_ID_TOKEN_REQUEST_URL is not set. Fix: grant id-token: write under permissions,"
                        + " in the calling workflow too, or sign with a key: input signing-key. Nothing was built");
        assertThat(ActionInputs.of(job, OwnOptions.NONE, false, false).words()).contains("--no-push");
        job.put("MULTIARCH_INPUT_SIGNING_KEY", "cosign.key");
        assertThat(ActionInputs.of(job, OwnOptions.NONE, true, false).words()).doesNotContain("--no-push");
        job.put("MULTIARCH_INPUT_SIGNING_KEY", "");
        job.put("ACTIONS_ID_TOKEN_REQUEST_URL", "https://token.example");
        assertThat(ActionInputs.of(job, OwnOptions.NONE, true, false).words()).doesNotContain("--no-push");
    }

    private static Map<String, String> environment(List<String> inputs) {
        Map<String, String> environment = new TreeMap<>();
        InputTable.names().forEach(name -> environment.put(ActionInputs.variable(name), ""));
        for (String input : inputs) {
            String[] pair = input.split("=", 2);
            assertThat(environment.put(ActionInputs.variable(pair[0]), pair[1]))
                    .as("input " + pair[0])
                    .isNotNull();
        }
        return environment;
    }
}

package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets as buildx 0.38.2 prints them, and the flags of a build. */
class BakeTargetTest {
    private static BakeTarget target(String json) {
        return BakeTarget.of("app", Json.read(json.getBytes(StandardCharsets.UTF_8), "bake"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nothing            | {}                                                   | --file=Dockerfile ¦ .
            another context    | {"context": "app", "dockerfile": "../x/D"}           | --file=x/D ¦ app
            an absolute file   | {"context": "app", "dockerfile": "/x/D"}             | --file=/x/D ¦ app
            a context in Git   | {"context": "https://h/r.git#main:x", "dockerfile": "D"} | --file=D ¦ https://h/r.git#main:x
            a file from here   | {"context": "https://h/r.git", "dockerfile": "cwd://D"} | --file=D ¦ https://h/r.git
            a remote file      | {"context": ".", "dockerfile": "https://h/D"}        | --file=https://h/D ¦ .
            arguments          | {"args": {"A": "b, \\"c\\"", "E": ""}}               | --build-arg=A=b, "c" ¦ --build-arg=E= ¦ --file=Dockerfile ¦ .
            labels, hosts      | {"labels": {"a.b": "c"}, "extra-hosts": {"h": "::1"}} | --label=a.b=c ¦ --add-host=h=::1 ¦ --file=Dockerfile ¦ .
            contexts           | {"contexts": {"src": "docker-image://alpine:3"}}     | --build-context=src=docker-image://alpine:3 ¦ --file=Dockerfile ¦ .
            a stage and flags  | {"target": "t", "pull": true, "no-cache": false, "network": "host"} | --target=t ¦ --pull ¦ --network=host ¦ --file=Dockerfile ¦ .
            objects            | {"secret": [{"id": "tok", "env": "TOK"}], "cache-from": [{"type": "registry", "ref": "a/b"}]} | --secret=id=tok,env=TOK ¦ --cache-from=type=registry,ref=a/b ¦ --file=Dockerfile ¦ .
            text, as before 0.22 | {"secret": ["id=tok,env=TOK"], "attest": ["type=sbom"]} | --secret=id=tok,env=TOK ¦ --attest=type=sbom ¦ --file=Dockerfile ¦ .
            a comma in a field | {"secret": [{"id": "f", "src": "a,b"}]}              | --secret=id=f,"src=a,b" ¦ --file=Dockerfile ¦ .
            a flag in a field  | {"attest": [{"type": "provenance", "disabled": true}]} | --attest=type=provenance,disabled=true ¦ --file=Dockerfile ¦ .
            an argument like a flag | {"args": {"--push": "x"}}                       | --build-arg=--push=x ¦ --file=Dockerfile ¦ .
            the plan says it   | {"tags": ["o/a"], "platforms": ["linux/amd64"], "output": [{"type": "docker"}]} | --file=Dockerfile ¦ .
            rights             | {"entitlements": ["network.host"], "ulimits": ["nofile=1:2"], "shm-size": "128m"} | --allow=network.host ¦ --ulimit=nofile=1:2 ¦ --shm-size=128m ¦ --file=Dockerfile ¦ .
            """)
    void flags(String name, String json, String expected) {
        assertThat(target(json).arguments()).containsExactly(expected.split(" ¦ "));
        BuildArguments.check(BuildFlags.parse(target(json).arguments()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            another target     | {"contexts": {"base": "target:base"}} | target app: one of its contexts is another target, which only bake builds. Fix: make that target a stage of this Dockerfile
            an inline file     | {"dockerfile-inline": "FROM scratch"} | target app: it has dockerfile-inline, which docker buildx build has no flag for. Fix: write it to a file
            what is not known  | {"turbo": true}                       | target app: it has turbo, which docker buildx build has no flag for. Fix: leave it out
            a flag as context  | {"context": "--push"}                 | target app: its context "--push" begins with a dash
            a slip             | {"platforms": ["linux/amd46"]}        | target app: platform "linux/amd46" is not known
            the builder's own  | {"platforms": ["local"]}              | target app: platform "local" is not known
            an odd tag         | {"tags": ["A B"]}                     | target app: image
            no list            | {"secret": "x"}                       | bake: secret: expected a list or an object
            an odd field       | {"secret": [{"id": {"a": "b"}}]}      | bake: secret: expected text in it
            """)
    void whatNoLegCanBeBuiltOfIsRefused(String name, String json, String message) {
        assertThatThrownBy(() -> {
                    target(json).platforms();
                    target(json).repositories();
                    target(json).arguments();
                })
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void theImageIsThatOfTheTags() {
        BakeTarget both = target("{\"tags\": [\"ghcr.io/o/a:1\", \"quay.io/o/a:1\", \"ghcr.io/o/a\"]}");

        assertThat(target("{\"tags\": [\"ghcr.io/o/a:1\", \"ghcr.io/o/a\"]}").image(Optional.empty()))
                .isEqualTo("ghcr.io/o/a");
        assertThat(both.image(Optional.of("quay.io/o/a"))).isEqualTo("quay.io/o/a");
        assertThat(target("{}").image(Optional.of("quay.io/o/a"))).isEqualTo("quay.io/o/a");
        assertThatThrownBy(() -> both.image(Optional.empty()))
                .hasMessageContaining("its tags are in ghcr.io/o/a and quay.io/o/a, and its legs are pushed to one");
        assertThatThrownBy(() -> both.image(Optional.of("o/b")))
                .hasMessageContaining("its tags are in ghcr.io/o/a and quay.io/o/a, and not in docker.io/o/b");
        assertThatThrownBy(() -> target("{}").image(Optional.empty()))
                .hasMessageContaining(
                        "it has no tags, so it is not known where it is pushed to. Fix: --image REPOSITORY --target app");
    }

    @Test
    void onlyWhatIsAskedForIsTaken() {
        byte[] printed = """
                {"group": {"default": {"targets": ["all"]}, "all": {"targets": ["app", "tool", "all"]}, "empty": {}},
                 "target": {"base": {}, "app": {}, "tool": {}}}
                """.getBytes(StandardCharsets.UTF_8);

        assertThat(BakeFile.read(printed, List.of()))
                .extracting(BakeTarget::name)
                .containsExactly("app", "tool");
        assertThat(BakeFile.read(printed, List.of("base", "base")))
                .extracting(BakeTarget::name)
                .containsExactly("base");
        assertThatThrownBy(() -> BakeFile.read(printed, List.of("empty")))
                .hasMessage("the bake file has no target of these names");
        assertThatThrownBy(() -> BakeFile.read("{}".getBytes(StandardCharsets.UTF_8), List.of()))
                .hasMessage("the bake file has no target in its group default. Fix: name some by --target");
    }

    @Test
    void tagsAreParsedWhenTheFileIsRead() {
        String json = "{\"target\": {\"app\": {\"tags\": [\"ghcr.io/o/a:1\"]}, \"odd\": {\"tags\": [\"A B\"]}}}";
        byte[] printed = json.getBytes(StandardCharsets.UTF_8);
        BakeTarget app = BakeFile.read(printed, List.of("app")).get(0);

        assertThat(app.references()).containsExactly(Reference.parse("ghcr.io/o/a:1"));
        assertThat(app.references()).isSameAs(app.references());
        assertThatThrownBy(() -> BakeFile.read(printed, List.of("odd")))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("target odd: image");
        assertThatThrownBy(() -> target("{\"tags\": [\"o/a@sha256:" + "a".repeat(64) + "\"]}"))
                .hasMessageContainingAll("target app: its tag ", " names a digest, and no tag can be moved to it");
    }

    @Test
    void aHugeAnswerIsRefused() {
        var targets = new StringBuilder();
        var names = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            targets.append(i == 0 ? "" : ", ").append("\"t").append(i).append("\": {}");
            names.append(i == 0 ? "" : ", ").append("\"t").append(i).append('"');
        }
        String json = "{\"group\": {\"default\": {\"targets\": [" + names + "]}}, \"target\": {" + targets + "}}";

        assertThatThrownBy(() -> BakeFile.read(json.getBytes(StandardCharsets.UTF_8), List.of()))
                .hasMessage("the bake file has 300 targets, expected at most 256. Fix: name some by --target");
        assertThatThrownBy(() -> BakeFile.read(
                        ("{\"target\": " + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8), List.of()))
                .isInstanceOf(FormatException.class);
    }
}

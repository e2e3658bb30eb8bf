package dev.multiarch.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The images that a target of a Dockerfile needs, as {@code stage=name [platform]}. */
class UsedImagesTest {
    private static final BuildInputs ARM64 = inputs(Map.of(), Map.of(), "");
    private static final String HUB = "docker.io/library/";

    private static BuildInputs inputs(Map<String, String> arguments, Map<String, String> contexts, String target) {
        return new BuildInputs(
                arguments,
                contexts,
                Optional.of(target).filter(name -> !name.isEmpty()),
                Platform.parse("linux/arm64"),
                Optional.of(Platform.parse("linux/amd64")));
    }

    private static List<String> used(BuildInputs inputs, String... lines) {
        var file = Dockerfile.parse("Dockerfile", String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        return UsedImages.of(file, inputs).stream()
                .map(image -> image.stage() + "=" + image.name() + " " + image.platform())
                .toList();
    }

    @Test
    void theBaseOfTheLastStageHasNoStageAndOthersHaveTheirNameOrNumber() {
        assertThat(used(
                        ARM64,
                        "FROM --platform=$BUILDPLATFORM golang:1.25 AS build",
                        "FROM build AS more",
                        "FROM node",
                        "FROM ghcr.io/org/base@sha256:" + "a".repeat(64),
                        "COPY --from=more /x /x",
                        "COPY --from=2 /y /y"))
                .containsExactly(
                        "build=" + HUB + "golang:1.25 linux/amd64",
                        "2=" + HUB + "node:latest linux/arm64",
                        "=ghcr.io/org/base@sha256:" + "a".repeat(64) + " linux/arm64");
    }

    @Test
    void whatTheTargetDoesNotNeedIsLeftOut() {
        String[] file = {
            "FROM alpine AS base", "FROM base AS tested", "FROM debian AS other", "FROM base AS final", "RUN x"
        };
        assertThat(used(ARM64, file)).containsExactly("=" + HUB + "alpine:latest linux/arm64");
        assertThat(used(inputs(Map.of(), Map.of(), "OTHER"), file))
                .containsExactly("=" + HUB + "debian:latest linux/arm64");
        assertThat(used(inputs(Map.of(), Map.of(), "1"), file))
                .containsExactly("=" + HUB + "alpine:latest linux/arm64");
    }

    @Test
    void scratchAndStagesAreNoImages() {
        assertThat(used(ARM64, "FROM scratch AS a", "FROM a", "COPY --from=scratch / /"))
                .isEmpty();
    }

    @Test
    void imagesAreCopiedFromAndMounted() {
        assertThat(used(
                        ARM64,
                        "FROM alpine AS app",
                        "COPY --from=ghcr.io/org/tool:2 /t /t",
                        "RUN --mount=type=bind,from=busybox:1,target=/b <<EOF",
                        "COPY --from=never:1 /x /x",
                        "EOF",
                        "COPY --from=app2 /x /x"))
                .containsExactly(
                        "=" + HUB + "alpine:latest linux/arm64",
                        "app=ghcr.io/org/tool:2 linux/arm64",
                        "app=" + HUB + "busybox:1 linux/arm64",
                        "app=" + HUB + "app2:latest linux/arm64");
    }

    @Test
    void argumentsReplaceDefaultsAndMakeNames() {
        String[] file = {
            "ARG VERSION=3.22",
            "ARG BASE=alpine:${VERSION}",
            "ARG NONE",
            "FROM ${BASE} AS base-arm64",
            "FROM x",
            "FROM base-${TARGETARCH}${NONE}"
        };
        assertThat(used(ARM64, file)).containsExactly("=" + HUB + "alpine:3.22 linux/arm64");
        assertThat(used(inputs(Map.of("VERSION", "3.23"), Map.of(), ""), file))
                .containsExactly("=" + HUB + "alpine:3.23 linux/arm64");
        assertThat(used(inputs(Map.of("UNDECLARED", "1"), Map.of(), ""), "FROM alpine:${UNDECLARED:-2}"))
                .containsExactly("=" + HUB + "alpine:2 linux/arm64");
    }

    @ParameterizedTest
    @CsvSource({
        "alpine, docker-image://mirror.io/alpine:9, =mirror.io/alpine:9 linux/arm64",
        "docker.io/library/alpine:latest, docker-image://mirror.io/alpine, =mirror.io/alpine:latest linux/arm64",
        "base, docker-image://mirror.io/b:1, =mirror.io/b:1 linux/arm64",
        "alpine, ./folder, ''",
        "base, https://github.com/org/base.git, ''",
        "alpine, docker-image://scratch, ''",
        "other, docker-image://mirror.io/b:1, =docker.io/library/alpine:latest linux/arm64",
    })
    void aNamedContextTakesThePlaceOfAStageOrAnImage(String name, String address, String expected) {
        assertThat(String.join(" ", used(inputs(Map.of(), Map.of(name, address), ""), "FROM alpine AS base", "RUN x")))
                .isEqualTo(expected);
    }

    @Test
    void whatCannotBeToldIsAReasonThatHoldsNoArgument() {
        var secret = inputs(Map.of("BASE", "https://user:hunter2@host/x", "P", "a/b/c/hunter2"), Map.of(), "");
        for (String file : List.of("ARG BASE\nFROM $BASE", "ARG P\nFROM --platform=$P alpine", "FROM a${x:?hunter2}")) {
            assertThatThrownBy(() -> used(secret, file))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("of the Dockerfile")
                    .hasMessageNotContaining("hunter2");
        }
        assertThatThrownBy(() -> used(inputs(Map.of(), Map.of("a", "oci-layout:///x"), ""), "FROM a"))
                .hasMessageContaining("is an OCI layout");
        assertThatThrownBy(() -> used(inputs(Map.of(), Map.of(), "biuld"), "FROM a AS build", "FROM b"))
                .hasMessage("the Dockerfile has no stage \"biuld\" for the target. Did you mean \"build\"?");
        assertThatThrownBy(() -> used(inputs(Map.of(), Map.of(), "none"), "FROM a AS build", "FROM b"))
                .hasMessage("the Dockerfile has no stage \"none\" for the target. Its stages: build, 1");
        assertThatThrownBy(() -> used(inputs(Map.of(), Map.of(), "none"), "FROM a\n".repeat(999)))
                .hasMessageContaining("Its last stages: 979, 980, ");
        assertThatThrownBy(() -> used(ARM64, "FROM a\n".repeat(1_001))).hasMessageContaining("more than 1000 stages");
    }

    @Test
    void theBuildersPlatformMayBeUnknown() {
        var inputs =
                new BuildInputs(Map.of(), Map.of(), Optional.empty(), Platform.parse("linux/arm64"), Optional.empty());
        assertThat(used(inputs, "FROM --platform=$BUILDPLATFORM a AS unused", "FROM --platform=linux/amd64 b"))
                .containsExactly("=" + HUB + "b:latest linux/amd64");
        assertThatThrownBy(() -> used(inputs, "FROM --platform=$BUILDPLATFORM a"))
                .hasMessageContaining("the builder does not say its own");
    }
}

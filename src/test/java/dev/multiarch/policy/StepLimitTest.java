package dev.multiarch.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Platform;
import dev.multiarch.policy.read.PolicyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepLimitTest {
    @TempDir
    Path folder;

    private Policy policy(String name, String text) throws IOException, InvalidPolicy {
        Files.writeString(folder.resolve(name), "apiVersion: multiarch/v1\nkind: Policy\nname: limits\n" + text);
        return PolicyReader.read(name, folder);
    }

    private static Platform platform(String text) {
        return Platform.parse(text);
    }

    @Test
    void theShortestOfThePlatformCounts() throws IOException, InvalidPolicy {
        Policy all = policy("all.yaml", "build:\n  step-time: {max: 20m}\n");
        Policy arm = policy(
                "arm.yaml",
                "build:\n  leg-time: {max: 1m}\nplatforms:\n  linux/arm64:\n    build: {step-time: {max: 5m}}\n");
        assertThat(StepLimit.of(List.of(all, arm), platform("linux/arm64")).orElseThrow())
                .isEqualTo(new StepLimit(Duration.ofMinutes(5), "build.step-time at arm.yaml:8:13"));
        assertThat(StepLimit.of(List.of(all, arm), platform("linux/s390x"))
                        .orElseThrow()
                        .longest())
                .isEqualTo(Duration.ofMinutes(20));
        assertThat(StepLimit.of(List.of(arm), platform("linux/s390x"))).isEmpty();
    }

    @Test
    void whatOnlyWarnsEndsNothing() throws IOException, InvalidPolicy {
        Policy warns = policy(
                "warns.yaml", "build:\n  step-time: {max: 20m}\nrules:\n  build.step-time: {severity: warning}\n");
        assertThat(StepLimit.of(List.of(warns), platform("linux/arm64"))).isEmpty();
    }
}

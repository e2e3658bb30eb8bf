package dev.multiarch.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an index promises, and what the image's config states. */
class PlatformMatchTest {
    @ParameterizedTest(name = "{0}: index {1}, config {2}")
    @CsvSource({
        "the same, linux/arm64, linux/arm64, true",
        "another spelling, linux/amd64, linux/x86_64, true",
        "another architecture, linux/amd64, linux/arm64, false",
        "another system, linux/amd64, windows/amd64, false",
        "no platform, linux/amd64, '', false",
        "arm v5 not stated, linux/arm/v5, linux/arm, true",
        "arm v6 not stated, linux/arm/v6, linux/arm, true",
        "arm v8 not stated, linux/arm/v8, linux/arm, true",
        "amd64 v2 not stated, linux/amd64/v2, linux/amd64, true",
        "arm64 v9 not stated, linux/arm64/v9, linux/arm64, true",
        "v8 is arm64's own, linux/arm64/v8, linux/arm64, true",
        "stated otherwise, linux/arm/v6, linux/arm/v7, false",
        "stated older, linux/arm/v7, linux/arm/v6, false",
        "a variant in the name, linux/arm/v7, linux/armel, false",
        "arm not in the index, linux/arm, linux/arm/v7, true",
        "older than a client, linux/arm, linux/arm/v6, true",
        "newer than a client, linux/arm, linux/arm/v8, false",
        "amd64 not in the index, linux/amd64, linux/amd64/v3, false",
        "arm64 not in the index, linux/arm64, linux/arm64/v9, false",
        "a variant that nobody knows, linux/riscv64, linux/riscv64/rva23u64, false",
        "Windows' version in the config, windows/amd64, windows(10.0.17763.1)/amd64, true",
        "Windows' version in the index, windows(10.0.17763.1)/amd64, windows/amd64, true",
        "two versions of Windows, windows(10.0.17763.1)/amd64, windows(10.0.20348.1)/amd64, false",
    })
    void holdsForWhatIsStated(String name, String index, String config, boolean expected) {
        Optional<Platform> found = config.isEmpty() ? Optional.empty() : Optional.of(Platform.parse(config));
        assertThat(PlatformMatch.matches(Platform.parse(index), index, found, config))
                .isEqualTo(expected);
    }
}

package dev.multiarch.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ElfHeaderTest {
    /** Of amd64 and arm64 the headers of real files; the others by their ABIs. */
    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvFileSource(resources = "elf-headers.csv", quoteCharacter = '"', numLinesToSkip = 1)
    void tellsWhatAHeaderServes(String described, String platform, boolean serves, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        ElfHeader header = ElfHeader.read(bytes, bytes.length).orElseThrow();
        assertThat(header.described()).isEqualTo(described);
        assertThat(header.runsOn(Platform.parse(platform))).isEqualTo(serves);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no magic, 00454c460201010000000000000000000300b700",
        "no class, 7f454c460001010000000000000000000300b700",
        "no byte order, 7f454c460203010000000000000000000300b700",
        "another version, 7f454c460201020000000000000000000300b700"
    })
    void takesNothingElse(String name, String hex) {
        byte[] bytes = Arrays.copyOf(HexFormat.of().parseHex(hex), ElfHeader.LENGTH);
        assertThat(ElfHeader.read(bytes, bytes.length)).isEmpty();
    }

    @Test
    void aHeaderThatIsCutOffIsNone() {
        byte[] bytes = Arrays.copyOf(HexFormat.of().parseHex("7f454c460201010000000000000000000300b700"), 64);
        assertThat(ElfHeader.read(bytes, 64)).isPresent();
        for (int length = 0; length < 64; length++) {
            assertThat(ElfHeader.read(bytes, length)).isEmpty();
        }
    }
}

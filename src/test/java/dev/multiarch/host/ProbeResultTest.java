package dev.multiarch.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeResultTest {
    private static final String BOOT = "ea491fdd-3a1c-47ba-a262-248695f67478";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "run by the CPU, no, /probe, true, false, false",
        "run by an entry's interpreter, no, /usr/bin/qemu-arm-static, false, true, false",
        "interpreter deleted since, no, /usr/bin/qemu-arm (deleted), false, true, false",
        "run by BuildKit's own, yes, /dev/.buildkit_qemu_emulator, false, true, true",
        "no link to read, no, '', false, false, false"
    })
    void saysWhatRanIt(String name, String bundled, String exe, boolean isNative, boolean emulator, boolean own) {
        var answer = ProbeResult.parse(
                "boot " + BOOT + "\nkernel 6.8.0-1021-azure\nbundled " + bundled + "\nexe " + exe + "\n");
        assertThat(answer.boot()).isEqualTo(BOOT);
        assertThat(answer.kernel()).isEqualTo("6.8.0-1021-azure");
        assertThat(answer.isNative()).isEqualTo(isNative);
        assertThat(answer.namesEmulator()).isEqualTo(emulator);
        assertThat(answer.bundled()).isEqualTo(own);
        assertThat(answer.executable()).doesNotContain("deleted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "boot \nkernel 6.8\nbundled no\nexe /probe\n",
                "boot " + BOOT + "\nkernel \nbundled no\nexe /probe\n",
                "boot " + BOOT + "\nkernel 6.8\nbundled maybe\nexe /probe\n",
                "boot " + BOOT + "\nkernel 6.8\nbundled no\nexe probe\n",
                "boot " + BOOT + "\nkernel 6.8\u001b[31m\nbundled no\nexe /probe\n"
            })
    void isNoneWhereALineIsOdd(String text) {
        assertThatThrownBy(() -> ProbeResult.parse(text))
                .isInstanceOf(FormatException.class)
                .hasMessage("the probe's answer can't be read");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "linux/amd64, 62, LITTLE",
        "linux/386, 3, LITTLE",
        "linux/arm64, 183, LITTLE",
        "linux/arm/v7, 40, LITTLE",
        "linux/arm/v6, 40, LITTLE",
        "linux/riscv64, 243, LITTLE",
        "linux/ppc64le, 21, LITTLE",
        "linux/s390x, 22, BIG"
    })
    void isASmallProgramOfItsPlatform(String platform, int machine, String order) {
        byte[] program = ProbeProgram.of(Platform.parse(platform)).orElseThrow();
        ByteOrder bytes = order.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        assertThat(program).hasSizeLessThan(1024).startsWith(0x7f, 'E', 'L', 'F');
        assertThat(ByteBuffer.wrap(program).order(bytes).getShort(18)).isEqualTo((short) machine);
    }

    @Test
    void isNotThereForEveryPlatform() {
        assertThat(ProbeProgram.of(Platform.parse("linux/sparc64"))).isEmpty();
        assertThat(ProbeProgram.of(Platform.parse("windows/amd64"))).isEmpty();
    }
}

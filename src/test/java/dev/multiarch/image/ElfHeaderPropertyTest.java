package dev.multiarch.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ElfHeaderPropertyTest {
    private static final int SHORT_LENGTH = 52;

    @Property
    void whatIsWrittenIsReadInEitherOrderAndWidth(
            @ForAll @IntRange(max = 0xffff) int type,
            @ForAll @IntRange(max = 0xffff) int machine,
            @ForAll int flags,
            @ForAll boolean wide,
            @ForAll boolean big,
            @ForAll @Size(64) byte[] noise) {
        byte[] bytes = written(type, machine, flags, wide, big, noise);
        withSegments(bytes, wide);
        int length = wide ? ElfHeader.LENGTH : SHORT_LENGTH;
        assertThat(ElfHeader.read(bytes, length)).contains(new ElfHeader(type, machine, wide ? 64 : 32, big, flags));
    }

    @Property
    void sectionsWithoutSegmentsCannotBeLoaded(@ForAll boolean wide, @ForAll boolean big, @ForAll byte sections) {
        byte[] bytes = written(2, 62, 0, wide, big, new byte[64]);
        bytes[wide ? 60 : 48] = sections;
        assertThat(ElfHeader.read(bytes, bytes.length).map(ElfHeader::type)).contains(sections == 0 ? 2 : 0);
    }

    @Property
    void oneByteLessIsNoHeader(
            @ForAll boolean wide, @ForAll @IntRange(max = 63) int length, @ForAll @Size(64) byte[] noise) {
        int whole = wide ? ElfHeader.LENGTH : SHORT_LENGTH;
        byte[] bytes = written(2, 62, 0, wide, false, noise);
        assertThat(ElfHeader.read(bytes, length).isPresent()).isEqualTo(length >= whole);
    }

    @Property(tries = 3000)
    void anyBytesAreAHeaderOrNone(@ForAll @Size(64) byte[] bytes, @ForAll boolean magic, @ForAll boolean classed) {
        if (magic) {
            ByteBuffer.wrap(bytes).put(new byte[] {0x7f, 'E', 'L', 'F'});
        }
        if (magic && classed) {
            bytes[4] &= 3;
            bytes[5] &= 3;
            bytes[6] = 1;
        }
        ElfHeader.read(bytes, bytes.length).ifPresent(header -> {
            assertThat(ElfHeader.hasMagic(bytes, bytes.length)).isTrue();
            assertThat(header.bits()).isIn(32, 64);
            assertThat(header.type()).isBetween(0, 0xffff);
            assertThat(header.machine()).isBetween(0, 0xffff);
        });
    }

    /** Any number of program headers but none, so that the file is one to load. */
    private static void withSegments(byte[] header, boolean wide) {
        header[wide ? 56 : 44] |= 1;
    }

    /** By the gABI's table; what it does not name here is noise. */
    private static byte[] written(int type, int machine, int flags, boolean wide, boolean big, byte[] noise) {
        ByteBuffer header = ByteBuffer.wrap(noise.clone()).order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        header.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), (byte) (big ? 2 : 1), 1});
        header.putShort(16, (short) type).putShort(18, (short) machine).putInt(wide ? 48 : 36, flags);
        return header.array();
    }
}

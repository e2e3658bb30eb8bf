package dev.multiarch.image.layers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The entries of a tar stream, one at a time (POSIX.1-2017 pax, "ustar" and "pax"; GNU tar 1.35, "Basic Tar Format").
 * Own code rather than commons-compress: two classes to load instead of dozens, no buffer that an entry's header could
 * make large, and content that nobody asks for goes through one buffer.
 */
final class TarReader {
    private static final int BLOCK = 512;
    private static final int LONGEST_PAX = 1 << 20;
    private static final int LONGEST_NAME = 4096; // Linux' PATH_MAX: what is longer can't be unpacked either

    private final InputStream in;
    private final byte[] header = new byte[BLOCK];
    private final byte[] waste = new byte[128 << 10];
    private final Map<String, String> global = new HashMap<>();
    private long left;
    private int padding;

    private Entry entry;

    /**
     * @param sparse whether the content is but the pieces of the file that are not holes
     * @param type ustar's, {@code 0} for a regular file of whatever kind
     * @param mode of permissions
     * @param begins whether the content that can be read begins where the file begins; a sparse file may begin with a hole
     */
    record Entry(String name, char type, int mode, long size, String link, boolean begins, boolean sparse) {}

    /** An input in which content that nobody asks for need not be read. */
    interface Seekable {
        /** @throws IOException if there are fewer bytes left */
        void seek(long count) throws IOException;
    }

    TarReader(InputStream in) {
        this.in = in;
    }

    /** False at the end of the archive. */
    boolean next() throws IOException {
        Map<String, String> extended = new HashMap<>(global);
        while (true) {
            skipContent();
            if (!readHeader()) {
                return false;
            }
            char type = (char) (header[156] & 0x7f);
            long size = TarFields.number(header, 124, 12);
            content(size);
            switch (type) {
                case 'x' -> TarFields.pax(metadata(size, LONGEST_PAX), extended);
                case 'g' -> {
                    TarFields.pax(metadata(size, LONGEST_PAX), global);
                    global.forEach(extended::putIfAbsent);
                }
                case 'L' -> extended.put("path", TarFields.text(metadata(size, LONGEST_NAME + 1)));
                case 'K' -> extended.put("linkpath", TarFields.text(metadata(size, LONGEST_NAME + 1)));
                default -> {
                    entry = entry(type, size, extended);
                    return true;
                }
            }
        }
    }

    Entry entry() {
        return entry;
    }

    /** Up to so many bytes of the entry's beginning. */
    int read(byte[] bytes, int length) throws IOException {
        return read(bytes, 0, length);
    }

    /** Up to so many bytes of what is left of the entry. */
    int read(byte[] bytes, int offset, int length) throws IOException {
        int count = (int) Math.min(left, length);
        if (in.readNBytes(bytes, offset, count) < count) {
            throw cutOff();
        }
        left -= count;
        return count;
    }

    /** Reads to the end of the stream, so that its digest can be known. What follows an archive, eStargz' own index say, no runtime unpacks. */
    void finish() throws IOException {
        while (in.read(waste) >= 0) { // as containerd and docker do
        }
    }

    private Entry entry(char kind, long headerSize, Map<String, String> extended) throws IOException {
        String name = extended.getOrDefault("GNU.sparse.name", extended.get("path"));
        String link = extended.get("linkpath");
        long size = headerSize;
        if (extended.containsKey("size")) {
            size = TarFields.decimal(extended.get("size"));
            content(size);
        }
        boolean begins = kind == 'S' ? oldSparse() : paxSparse(extended);
        boolean sparse = kind == 'S' || extended.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse"));
        boolean regular = kind == 0 || kind == '0' || kind == '7' || kind == 'S';
        String whole = name == null ? TarFields.name(header) : name;
        char type = regular ? whole.endsWith("/") ? '5' : '0' : kind;
        if (type >= '1' && type <= '6') {
            content(0); // as Go's reader does: links, devices and directories have no content whatever they claim
        }
        String target = link == null ? TarFields.text(header, 157, 100) : link;
        if (whole.length() > LONGEST_NAME || target.length() > LONGEST_NAME) {
            throw new LayerException("it names a path longer than " + LONGEST_NAME + " characters");
        }
        return new Entry(whole, type, (int) TarFields.number(header, 100, 8) & 07777, size, target, begins, sparse);
    }

    /** GNU's own form: more of the map may follow the header, 21 pieces to a block. */
    private boolean oldSparse() throws IOException {
        boolean begins = TarFields.number(header, 386, 12) == 0;
        boolean more = header[482] != 0;
        while (more) {
            if (in.readNBytes(waste, 0, BLOCK) < BLOCK) {
                throw cutOff();
            }
            more = waste[504] != 0;
        }
        return begins;
    }

    /** GNU's three forms in pax: pieces as records, a map in one record, or a map before the content. */
    private boolean paxSparse(Map<String, String> extended) throws IOException {
        if (extended.containsKey("GNU.sparse.map")) {
            return extended.get("GNU.sparse.map").startsWith("0,");
        }
        if ("1".equals(extended.get("GNU.sparse.major"))) {
            return sparseMap();
        }
        return true;
    }

    /** Decimal numbers, a line each, padded to whole blocks: how many pieces, then offset and length of each. */
    private boolean sparseMap() throws IOException {
        byte[] block = new byte[BLOCK];
        StringBuilder number = new StringBuilder();
        long expected = 1;
        long seen = 0;
        boolean begins = true;
        while (seen < expected) {
            if (read(block, BLOCK) < BLOCK) {
                throw new LayerException("the map of a sparse file in it is cut off");
            }
            for (int i = 0; i < BLOCK && seen < expected; i++) {
                if (block[i] != '\n') {
                    number.append((char) block[i]);
                    TarFields.require(number.length() <= 20, "the map of a sparse file in it is malformed");
                    continue;
                }
                long value = TarFields.decimal(number.toString());
                number.setLength(0);
                if (seen == 0) {
                    TarFields.require(value <= 1 << 20, "the map of a sparse file in it has " + value + " pieces");
                    expected = 1 + 2 * value;
                } else if (seen == 1) {
                    begins = value == 0;
                }
                seen++;
            }
        }
        return begins;
    }

    private void content(long size) {
        left = size;
        padding = (int) (-size & BLOCK - 1);
    }

    private byte[] metadata(long size, int most) throws IOException {
        if (size > most) {
            throw new LayerException("a tar header claims " + size + " bytes, at most " + most + " are read");
        }
        byte[] bytes = new byte[(int) size];
        read(bytes, bytes.length);
        return bytes;
    }

    private void skipContent() throws IOException {
        long rest = left + padding;
        if (in instanceof Seekable seekable && rest > 0) {
            seekable.seek(rest);
            rest = 0;
        }
        while (rest > 0) {
            int count = in.read(waste, 0, (int) Math.min(waste.length, rest));
            if (count < 0) {
                throw cutOff();
            }
            rest -= count;
        }
        content(0);
    }

    /** Two blocks of zeros end an archive; one at the end of the stream, or none, is taken as well, as by Go. */
    private boolean readHeader() throws IOException {
        int count = in.readNBytes(header, 0, BLOCK);
        if (count == 0) {
            return false;
        }
        if (count < BLOCK) {
            throw cutOff();
        }
        if (TarFields.isZero(header)) {
            int second = in.readNBytes(header, 0, BLOCK);
            TarFields.require(
                    second == 0 || second == BLOCK && TarFields.isZero(header),
                    "its tar archive contains a single block of zeros");
            return false;
        }
        TarFields.requireSum(header);
        return true;
    }

    private static LayerException cutOff() {
        return new LayerException("its tar archive is cut off");
    }

    static String utf8(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}

package dev.multiarch.image.layers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Writes tar by hand, good and bad. */
public final class TarBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public TarBytes file(String name, int mode, byte[] content) {
        return entry(name, '0', mode, "", content.length, content);
    }

    public TarBytes symlink(String name, String target) {
        return entry(name, '2', 0777, target, 0, new byte[0]);
    }

    public TarBytes hardLink(String name, String target) {
        return entry(name, '1', 0755, target, 0, new byte[0]);
    }

    public TarBytes folder(String name) {
        return entry(name + "/", '5', 0755, "", 0, new byte[0]);
    }

    public TarBytes pax(String records) {
        byte[] bytes = records.getBytes(StandardCharsets.UTF_8);
        return entry("pax", 'x', 0, "", bytes.length, bytes);
    }

    public TarBytes entry(String name, char type, int mode, String link, long size, byte[] content) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, String.format("%07o", mode));
        put(header, 124, String.format("%011o", size));
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 157, link);
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        out.writeBytes(header);
        out.writeBytes(content);
        out.writeBytes(new byte[-content.length & 511]);
        return this;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    public byte[] open() {
        return out.toByteArray();
    }

    public byte[] bytes() {
        out.writeBytes(new byte[1024]);
        return out.toByteArray();
    }

    public static byte[] gzip(byte[] bytes) {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}

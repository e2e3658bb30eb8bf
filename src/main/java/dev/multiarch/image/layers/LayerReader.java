package dev.multiarch.image.layers;

import dev.multiarch.image.Digest;
import dev.multiarch.image.layers.TarReader.Entry;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Walks one layer from its compressed bytes to the facts, in one pass. */
public final class LayerReader {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    /** Enough for a program's header, and to see whether it is a script. */
    private static final int BEGINNING = 256;

    /** Of a script its text is wanted, as far as scripts that start something are long. */
    private static final int SCRIPT = 32 << 10;

    private final LayerLimits limits;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Set<String> whiteouts = new HashSet<>();
    private final Set<String> opaque = new HashSet<>();
    private final byte[] first = new byte[SCRIPT];
    private int entries;
    private long names;

    private LayerReader(LayerLimits limits) {
        this.limits = limits;
    }

    /**
     * @param compressed to the very last byte, so that anyone who counts or hashes them sees all
     * @param mediaType the layer's; see {@link Compression} for what clients make of it
     * @param size of the compressed bytes
     * @throws AmbiguousLayerException if clients would not all unpack the same
     * @throws LayerException if it is malformed, of a form not known, or beyond a limit
     * @throws IOException if the bytes are not available
     */
    public static LayerFacts read(InputStream compressed, String mediaType, long size, LayerLimits limits)
            throws IOException {
        if (Compression.of(mediaType).isEmpty()) {
            throw new LayerException("layers of the media type \"" + mediaType + "\" can't be read");
        }
        try (var bounded = new Bounded(Compression.unpacked(compressed, mediaType), size, limits)) {
            return new LayerReader(limits).walk(new TarReader(bounded), bounded);
        }
    }

    private LayerFacts walk(TarReader tar, Bounded unpacked) throws IOException {
        while (tar.next()) {
            Entry entry = tar.entry();
            names += entry.name().length() + entry.link().length();
            TarFields.require(++entries <= limits.entries(), "it has more than " + limits.entries() + " entries");
            TarFields.require(names <= limits.names(), "its paths have more than " + limits.names() + " characters");
            String path = LayerFacts.clean(entry.name());
            String base = path.substring(path.lastIndexOf('/') + 1);
            String folder = path.substring(0, Math.max(0, path.length() - base.length() - 1));
            if (base.equals(OPAQUE)) {
                opaque.add(folder);
            } else if (base.startsWith(WHITEOUT)) {
                hide(folder, base.substring(WHITEOUT.length()));
            } else if (!path.isEmpty()) {
                nodes.remove(path); // the last one counts, and the order in which they are laid down
                nodes.put(path, node(tar, entry));
            }
        }
        tar.finish();
        return new LayerFacts(nodes, whiteouts, opaque, unpacked.digest());
    }

    /** AUFS's own files, {@code .wh..wh.plnk} and the like, hide nothing. */
    private void hide(String folder, String name) throws LayerException {
        TarFields.require(
                !name.isEmpty() && !name.equals(".") && !name.equals(".."), "it has a whiteout without a" + " name");
        if (!name.startsWith(WHITEOUT)) {
            whiteouts.add(folder.isEmpty() ? name : folder + "/" + name);
        }
    }

    private Node node(TarReader tar, Entry entry) throws IOException {
        boolean executable = (entry.mode() & 0111) != 0;
        return switch (entry.type()) {
            case '0' -> entry.begins() ? file(tar, executable) : executable ? Node.PLAIN_EXECUTABLE : Node.PLAIN;
            case '1' -> {
                String target = LayerFacts.clean(entry.link());
                Node there = nodes.get(target);
                yield there == null ? Node.link(Node.Kind.HARD_LINK, target) : there;
            }
            case '2' -> Node.link(Node.Kind.SYMLINK, entry.link());
            case '3', '4', '6' -> Node.PLAIN;
            case '5' -> Node.DIRECTORY;
            default ->
                throw new LayerException(
                        "it has an entry of the unknown type '" + (entry.type() > ' ' ? entry.type() : '?') + "'");
        };
    }

    private Node file(TarReader tar, boolean executable) throws IOException {
        int length = tar.read(first, 0, BEGINNING);
        if (Node.isScript(first, length, executable)) {
            length += tar.read(first, length, SCRIPT - length);
        }
        Node node = Node.file(first, length, executable);
        names += node.text().length();
        TarFields.require(names <= limits.names(), "its paths have more than " + limits.names() + " characters");
        return node;
    }

    /** Counts and hashes what comes out: little that becomes much is noticed, and clients compare its digest. */
    private static final class Bounded extends FilterInputStream {
        private final long size;
        private final LayerLimits limits;
        private final MessageDigest hash = Digest.sha256();
        private long count;

        Bounded(InputStream in, long size, LayerLimits limits) {
            super(in);
            this.size = size;
            this.limits = limits;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            hash.update(bytes, offset, Math.max(0, read));
            if (count > limits.bytes()) {
                throw new LayerException("it holds more than " + limits.bytes() + " bytes when decompressed");
            }
            if (count > LayerLimits.RATIO_FROM && count / limits.ratio() > size) {
                throw new LayerException("it unpacks to more than " + limits.ratio() + " times its size");
            }
            return read;
        }

        Digest digest() {
            return Digest.finish("sha256", hash);
        }
    }
}

package dev.multiarch.registry;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.util.Optional;

/** The bytes of one blob, hashed on their way, over as many connections as it takes. */
public final class BlobStream extends InputStream {
    /** How often a connection may break within one blob; each time is a request with its own retries. */
    private static final int MOST_BREAKS = 4;

    /** Why it can't be read on; the message is the registry exception's own. */
    public static class Broken extends IOException {
        private static final long serialVersionUID = 1;

        Broken(RegistryException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** It has another size than its descriptor says. */
    public static final class WrongSize extends Broken {
        private static final long serialVersionUID = 1;

        WrongSize(RegistryException cause) {
            super(cause);
        }
    }

    /** Asks for the blob from this byte on. */
    public interface Opening {
        Response from(long offset) throws RegistryException;
    }

    /** Words a mismatch. */
    public interface Mismatch {
        RegistryException of(Response answer, String what);
    }

    private final Descriptor blob;
    private final Opening opening;
    private final Mismatch mismatch;
    private final MessageDigest hash;
    private Response answer;
    private InputStream in;
    private long at;
    private int breaks;
    private boolean over;

    public BlobStream(Descriptor blob, Opening opening, Mismatch mismatch) throws RegistryException {
        this.blob = blob;
        this.opening = opening;
        this.mismatch = mismatch;
        this.hash = blob.digest().hash();
        this.answer = opening.from(0);
        this.in = answer.stream().orElseThrow();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (over || length == 0) {
            return over ? -1 : 0;
        }
        requireAnnouncedSize();
        int count = some(bytes, offset, length);
        if (count < 0) {
            over = true;
            requireSame(Digest.finish(blob.digest().algorithm(), hash));
            return -1;
        }
        hash.update(bytes, offset, count);
        at += count;
        if (at > blob.size()) {
            throw wrongSize("more");
        }
        return count;
    }

    private int some(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            try {
                int count = in.read(bytes, offset, length);
                if (count >= 0 || at >= blob.size()) {
                    return count;
                }
            } catch (SocketTimeoutException slow) {
                throw slow;
            } catch (IOException broken) {
                if (breaks == MOST_BREAKS) {
                    throw broken;
                }
            }
            if (breaks == MOST_BREAKS) {
                return -1;
            }
            reopen();
        }
    }

    private void reopen() throws IOException {
        breaks++;
        in.close();
        try {
            answer = opening.from(at);
        } catch (RegistryException e) {
            throw new Broken(e);
        }
        in = answer.stream().orElseThrow();
        boolean part = answer.status() == 206;
        if (part && !answer.header("Content-Range").orElse("").startsWith("bytes " + at + "-")) {
            throw differs("it sent another part than the part from byte " + at + " on");
        }
        if (!part) {
            in.skipNBytes(at);
        }
    }

    private void requireSame(Digest digest) throws IOException {
        if (at != blob.size()) {
            throw wrongSize(Long.toString(at));
        }
        if (!digest.equals(blob.digest())) {
            throw differs("the bytes are " + digest + ", asked for " + blob.digest());
        }
    }

    /** Nothing is read of what the server itself says is of another size. */
    private void requireAnnouncedSize() throws IOException {
        Optional<Long> announced = at == 0 ? Presence.of(answer).size() : Optional.empty();
        if (announced.filter(size -> size != blob.size()).isPresent()) {
            throw wrongSize(announced.get().toString());
        }
    }

    private WrongSize wrongSize(String found) {
        return new WrongSize(mismatch.of(answer, "its size is given as " + blob.size() + " bytes, found " + found));
    }

    private Broken differs(String what) {
        return new Broken(mismatch.of(answer, what));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

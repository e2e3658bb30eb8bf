package dev.multiarch.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The body of an answer, read as it comes. Its connection goes back to the others when the last byte was read; closing it
 * earlier closes the connection, as reading on could take any time.
 */
public final class HttpBody extends InputStream {
    private final Content content;
    private final Lease lease;
    private final Deadline deadline;
    private boolean over;

    /** Who gets the connection when the body is over. */
    interface Lease {
        /** @param usable whether the next answer can be read from it */
        void end(boolean usable);
    }

    HttpBody(Content content, Lease lease, Deadline deadline) throws IOException {
        this.content = content;
        this.lease = lease;
        this.deadline = deadline;
        if (content.isOver()) {
            finish();
        }
    }

    /** Lets the whole exchange take longer than its limit, for a body that is large. */
    public void allow(Duration whole) {
        deadline.extend(whole);
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
        try {
            int count = content.read(bytes, offset, length);
            if (count < 0 || content.isOver()) {
                finish();
            }
            return count;
        } catch (IOException e) {
            throw broken(e);
        } catch (RuntimeException e) { // TLS of the JDK may trip over a closed socket
            throw broken(new IOException("the body can't be read: " + e, e));
        }
    }

    private IOException broken(IOException e) {
        IOException failure = deadline.explain(e);
        close();
        return failure instanceof SocketTimeoutException || failure instanceof MalformedResponse
                ? failure
                : new TruncatedResponse(failure);
    }

    /** The end of a connection is not the end of a body if we closed it. */
    private void finish() throws IOException {
        over = true;
        if (!deadline.end(true)) {
            lease.end(false);
            throw deadline.timeout();
        }
        lease.end(content.leavesConnection());
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            deadline.end(false);
            lease.end(false);
        }
    }
}

package dev.multiarch.registry.http;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** One connection and who waits for answers on it, in their order. All its state is guarded by its {@link Lines}. */
final class Line {
    private static final int MOST = 32;

    /** Of requests without an answer: less than a socket holds for a server that does not read, so that nobody waits here. */
    private static final int MOST_BYTES = 8 << 10;

    private final Lines lines;
    private final Lines.Server server;
    private final Connection connection;
    private final Deque<Place> places = new ArrayDeque<>();
    private int unanswered;
    private boolean ended;
    private long lastAnswer = System.nanoTime();

    Line(Lines lines, Lines.Server server, Connection connection) {
        this.lines = lines;
        this.server = server;
        this.connection = connection;
    }

    int length() {
        return places.size();
    }

    /** Sends the request; empty where it does not fit. The connection of a first one that can't be sent is closed. */
    Optional<Place> join(HttpRequest request) {
        byte[] head = connection.head(request);
        boolean fits = places.size() < MOST && unanswered + head.length <= MOST_BYTES;
        if (ended || !fits && !places.isEmpty()) {
            return Optional.empty();
        }
        var place = new Place(head.length);
        places.addLast(place);
        unanswered += head.length;
        try {
            connection.write(head);
        } catch (IOException | RuntimeException e) { // the server has closed it; who reads will see
            place.unsent = true;
            breakOff();
            return Optional.empty();
        }
        if (places.size() > 1) {
            places.forEach(each -> each.shared = true);
            lines.shared(server);
        }
        return Optional.of(place);
    }

    /** Nobody but the first still gets an answer from here. */
    private void breakOff() {
        ended = true;
        Place first = places.peekFirst();
        places.forEach(each -> each.left |= each != first); // what they do does not end the connection under the first
        places.clear();
        if (first != null && !first.unsent) {
            places.add(first);
        } else {
            lines.over(server, this, connection, false);
        }
        lines.notifyAll();
    }

    /** One request under way. */
    final class Place implements HttpBody.Lease {
        private final int bytes;
        private final long sent = System.nanoTime();
        private boolean shared;
        private boolean unsent;
        private boolean waited;
        private boolean left;

        private Place(int bytes) {
            this.bytes = bytes;
        }

        Connection connection() {
            return connection;
        }

        Duration patience() {
            return lines.patience(server);
        }

        /**
         * Waits for those ahead.
         *
         * @return whether there were any
         * @throws Overtaken if their answers did not come as they had to, or not in time
         */
        boolean await(Deadline deadline) throws IOException {
            synchronized (lines) {
                long begun = System.nanoTime();
                while (places.peekFirst() != this) {
                    long since = Math.max(lastAnswer - begun, 0) + begun; // while answers come, all is well
                    long millis = (since + deadline.shorter(patience()).toNanos() - System.nanoTime()) / 1_000_000;
                    if (ended) {
                        throw new Overtaken("an answer before this one did not end well");
                    }
                    if (millis <= 0) {
                        breakOff();
                        throw new Overtaken("the answers before this one took too long");
                    }
                    waited = true;
                    pause(millis);
                }
                return waited;
            }
        }

        private void pause(long millis) throws IOException {
            try {
                lines.wait(millis);
            } catch (InterruptedException e) {
                breakOff();
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for an answer", e);
            }
        }

        /** The head of the answer has come. */
        void answered() {
            synchronized (lines) {
                long now = System.nanoTime();
                if (waited) {
                    lines.followed(server, now - lastAnswer);
                } else {
                    lines.answered(connection.origin(), now - sent);
                }
            }
        }

        /** Whether other requests were under way at the same time: then the server may have mixed up the answers. */
        boolean isShared() {
            synchronized (lines) {
                return shared;
            }
        }

        @Override
        public void end(boolean usable) {
            synchronized (lines) {
                if (left) {
                    return;
                }
                left = true;
                lastAnswer = System.nanoTime();
                places.remove(this);
                unanswered -= bytes;
                boolean goesOn = usable && !ended;
                if (!goesOn || places.isEmpty()) {
                    ended = true;
                    places.forEach(each -> each.left = true);
                    places.clear();
                    lines.over(server, Line.this, connection, goesOn);
                }
                lines.notifyAll();
            }
        }
    }
}

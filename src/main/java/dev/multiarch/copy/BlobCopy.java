package dev.multiarch.copy;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.BlobStream;
import dev.multiarch.registry.BlobTransfer;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.step.Session;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Copies blobs into one repository, each once: mounted from the same registry where that works, else sent. */
final class BlobCopy {
    private record Job(Descriptor blob, Reference from) {}

    private final Session tools;
    private final Reference to;
    private final Map<Digest, Job> jobs = new LinkedHashMap<>();

    BlobCopy(Session tools, Reference to) {
        this.tools = tools;
        this.to = to;
    }

    /** @param from a repository that has it; of several one in the same registry is the best */
    void add(Descriptor blob, Reference from) {
        Job other = jobs.get(blob.digest());
        if (other == null || !isNear(other.from()) && isNear(from)) {
            jobs.put(blob.digest(), new Job(blob, from));
        }
    }

    private boolean isNear(Reference from) {
        return from.registry().equals(to.registry());
    }

    Copied run(Workers workers) throws RegistryException {
        long bytes = 0;
        for (Job job : jobs.values()) {
            bytes = Math.addExact(bytes, Math.min(job.blob().size(), Long.MAX_VALUE - bytes));
        }
        var progress = new Progress(tools, jobs.size(), bytes);
        List<Workers.Task<BlobTransfer>> tasks = new ArrayList<>();
        for (Job job : jobs.values()) {
            tasks.add(() -> copy(job, workers, progress));
        }
        workers.all(tasks);
        return progress.copied();
    }

    private BlobTransfer copy(Job job, Workers workers, Progress progress) throws RegistryException {
        Descriptor blob = job.blob();
        Source source = tools.at(job.from());
        if (!blob.elsewhere().isEmpty() && !source.presence(blob).there()) {
            progress.arrived(
                    BlobTransfer.THERE, blob.size()); // it may not be distributed: clients get it from its urls
            return BlobTransfer.THERE;
        }
        Optional<String> near = isNear(job.from()) ? Optional.of(job.from().repository()) : Optional.empty();
        var sending = new Object() {
            private long bytes;
        };
        BlobTransfer arrival = tools.registry().pusher().blob(to, blob, near, () -> {
            progress.moved(-sending.bytes);
            sending.bytes = 0;
            return new Watched(open(source, blob), source.name(), workers, count -> {
                sending.bytes += count;
                progress.moved(count);
            });
        });
        progress.arrived(arrival, blob.size());
        tools.copied(job.from(), blob.digest(), to);
        return arrival;
    }

    private static InputStream open(Source source, Descriptor blob) throws IOException {
        try {
            return source.layer(blob);
        } catch (RegistryException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private interface Counter {
        void add(int count);
    }

    /** Bytes of a source on their way: failures to read them are the source's, whatever registry they go to. */
    private static final class Watched extends FilterInputStream {
        private final String name;
        private final Workers workers;
        private final Counter counter;

        Watched(InputStream in, String name, Workers workers, Counter counter) {
            super(in);
            this.name = name;
            this.workers = workers;
            this.counter = counter;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (workers.isStopped()) {
                throw new IOException("another copy failed");
            }
            try {
                int count = super.read(bytes, offset, length);
                counter.add(Math.max(0, count));
                return count;
            } catch (BlobStream.Broken said) {
                throw said;
            } catch (IOException broken) {
                throw new IOException(
                        broken.getMessage(),
                        new RegistryException(
                                Kind.UNREACHABLE,
                                name + ": reading a blob: " + broken.getMessage() + ". Fix: try later."));
            }
        }
    }
}

package dev.multiarch.build;

import dev.multiarch.image.Platform;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.RecordStore;
import dev.multiarch.step.StepFailed;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.function.IntFunction;

/** Gives attempts their numbers, and puts their records where nobody else's are. */
record AttemptRecords(RecordStore store, LegRequest request) {
    private static final int TRIES = 10;

    /** The number asked for, or the next free one; that its record can be written is looked at before anything is built. */
    int number() throws IOException, StepFailed {
        int number = free();
        store.objects().prepare(BuildRecord.key(request.plan(), request.platform(), number));
        return number;
    }

    private int free() throws IOException, StepFailed {
        if (request.attempt().isEmpty()) {
            return Math.max(next(), request.lowest());
        }
        String key = BuildRecord.key(
                request.plan(), request.platform(), request.attempt().get());
        if (store.keys(request.plan()).contains(key)) {
            throw new StepFailed("record " + key + " is there already, and a record is written once."
                    + " Fix: give another attempt. Nothing was built");
        }
        return request.attempt().get();
    }

    /** Another process may take a number that was free when this one began: then the next one is taken. */
    BuildRecord put(IntFunction<BuildRecord> record, int number) throws IOException {
        boolean interrupted = Thread.interrupted(); // or the file could not be written
        try {
            for (int i = 1, attempt = number; ; i++, attempt = next()) {
                BuildRecord numbered = record.apply(attempt);
                try {
                    store.put(numbered);
                    return numbered;
                } catch (FileAlreadyExistsException taken) {
                    if (request.attempt().isPresent() || i == TRIES) {
                        throw taken;
                    }
                } catch (FileSystemException e) {
                    throw new IOException(
                            e.getMessage() + ". Without its record no merge takes this leg. Fix: make room there, or"
                                    + " name another store with --records, and build this leg again",
                            e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private int next() throws IOException {
        return last(store, request.plan(), request.platform()) + 1;
    }

    private static int last(RecordStore store, String plan, Platform platform) throws IOException {
        int last = 0;
        String start = plan + "/" + platform.slug() + "/";
        for (String key : store.keys(plan)) {
            if (key.startsWith(start)) {
                last = Math.max(last, Integer.parseInt(key.substring(start.length(), key.length() - ".json".length())));
            }
        }
        return last;
    }
}

package dev.multiarch.publish;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs several writers in each order that their steps can have. A writer waits before each step that others can notice, and
 * one of them goes on at a time. Orders that differ only in steps that do not notice each other are tried once (Godefroid's
 * sleep sets).
 */
final class Turns {
    private static final long LONGEST_STEP_SECONDS = 60;

    /**
     * What a writer is about to do.
     *
     * @param on what it reads or writes
     */
    record Step(String on, boolean writes) {
        boolean notices(Step other) {
            return on.equals(other.on) && (writes || other.writes);
        }
    }

    /** One of the writers. It calls {@link Turns#before} before each step. */
    interface Writer {
        void run() throws Exception;
    }

    /** What is prepared before each order, with the writers by name. */
    interface Start {
        Map<String, Writer> writers() throws Exception;
    }

    /** What must hold after each order. */
    interface Check {
        void after(List<String> order) throws Exception;
    }

    private final Map<String, Step> waiting = new TreeMap<>();
    private final Set<String> running = new HashSet<>();
    private final Map<String, CompletableFuture<Void>> ended = new ConcurrentHashMap<>();
    private String going = "";
    private final List<Choice> choices = new ArrayList<>();
    private final int interruptions;
    private int orders;

    /** All orders. */
    Turns() {
        this(Integer.MAX_VALUE);
    }

    /** @param interruptions how often at most a writer waits while another one goes on; most faults show with two */
    Turns(int interruptions) {
        this.interruptions = interruptions;
    }

    /** Waits until it is this writer's turn. */
    synchronized void before(String writer, Step step) {
        if (!running.contains(writer)) {
            return; // a request of the test itself
        }
        waiting.put(writer, step);
        notifyAll();
        try {
            while (!going.equals(writer)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        going = "";
    }

    /** As SIGKILL: the writer, or who answers it, never goes on. */
    void kill(String writer) {
        ended.get(writer).complete(null);
        end(writer);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return how many orders there are */
    int all(Start start, Check check) throws Exception {
        do {
            List<String> order = new ArrayList<>();
            boolean known = once(start.writers(), order);
            if (!known) {
                orders++;
                check.after(order);
            }
        } while (back());
        return orders;
    }

    /** To the last choice at which another writer may go on. */
    private boolean back() {
        while (!choices.isEmpty()) {
            if (choices.get(choices.size() - 1).next()) {
                return true;
            }
            choices.remove(choices.size() - 1);
        }
        return false;
    }

    /** @return whether this order leads to the same as one that was tried */
    private boolean once(Map<String, Writer> writers, List<String> order) throws Exception {
        writers.forEach(this::begin);
        boolean known = false;
        for (int depth = 0; ; depth++) {
            Map<String, Step> now = allWaiting();
            if (now.isEmpty()) {
                break;
            }
            if (depth == choices.size() && !known) {
                var choice = new Choice(now, asleep(now, depth));
                known = !choice.next();
                if (!known) {
                    choices.add(choice);
                }
            }
            String next =
                    known ? now.keySet().iterator().next() : choices.get(depth).chosen();
            order.add(next + " " + now.get(next));
            go(next);
        }
        for (CompletableFuture<Void> writer : ended.values()) {
            writer.get();
        }
        return known;
    }

    private Map<String, Step> asleep(Map<String, Step> now, int depth) {
        if (depth == 0) {
            return Map.of();
        }
        if (interruptions == Integer.MAX_VALUE) {
            return choices.get(depth - 1).asleepAfter();
        }
        String last = choices.get(depth - 1).chosen();
        if (!now.containsKey(last) || interrupted(depth) < interruptions) {
            return Map.of();
        }
        Map<String, Step> others = new TreeMap<>(now);
        others.remove(last);
        return others;
    }

    private long interrupted(int depth) {
        int count = 0;
        for (int i = 1; i < depth; i++) {
            String last = choices.get(i - 1).chosen();
            count += !choices.get(i).chosen().equals(last) && choices.get(i).offered(last) ? 1 : 0;
        }
        return count;
    }

    private synchronized void begin(String name, Writer writer) {
        running.add(name);
        var end = new CompletableFuture<Void>();
        ended.put(name, end);
        var thread = new Thread(
                () -> {
                    try {
                        writer.run();
                        end.complete(null);
                    } catch (Throwable e) {
                        end.completeExceptionally(e);
                    }
                    end(name);
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void end(String name) {
        running.remove(name);
        notifyAll();
    }

    /** What each writer that has not ended waits for. */
    private synchronized Map<String, Step> allWaiting() throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_STEP_SECONDS);
        while (!waiting.keySet().equals(running) || !going.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new TimeoutException("running: " + running + ", waiting: " + waiting);
            }
            wait(left);
        }
        return new TreeMap<>(waiting);
    }

    private synchronized void go(String writer) {
        waiting.remove(writer);
        going = writer;
        notifyAll();
    }
}

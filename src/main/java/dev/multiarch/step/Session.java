package dev.multiarch.step;

import dev.multiarch.process.Buildx;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.Registry;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What the steps of one command work with. */
public final class Session {
    private final Registry registry;
    private final Programs programs;
    private final Map<String, String> environment;
    private final Consumer<String> progress;
    private final Optional<LayerCache> layers;
    private final Timings timings = new Timings(System.nanoTime());
    private final Memory memory = new Memory();
    private Consumer<String> status = text -> {};
    private Buildx buildx;

    /**
     * @param progress gets one line, without newline, for what may take over two seconds
     * @param layers where what layers hold is kept between calls
     */
    public Session(
            Registry registry,
            Programs programs,
            Map<String, String> environment,
            Consumer<String> progress,
            Optional<LayerCache> layers) {
        this.layers = layers;
        this.registry = registry;
        this.programs = programs;
        this.environment = environment;
        this.progress = progress;
    }

    public Registry registry() {
        return registry;
    }

    public Programs programs() {
        return programs;
    }

    public Map<String, String> environment() {
        return environment;
    }

    /** What documents may take, of all subjects of this command together. */
    public Memory memory() {
        return memory;
    }

    public Optional<LayerCache> layers() {
        return layers;
    }

    public Consumer<String> progress() {
        return progress;
    }

    /** Gets how far a step has come, over and over: what shows it may leave most of it out. */
    public Consumer<String> status() {
        return status;
    }

    public Timings timings() {
        return timings;
    }

    public Session telling(Consumer<String> other) {
        status = other;
        return this;
    }

    /** Looked for once, and only by steps that build or merge: judging needs no docker. */
    public synchronized Buildx buildx() throws ProgramException {
        if (buildx == null) {
            buildx = Buildx.find(programs, environment);
        }
        return buildx;
    }
}

package dev.multiarch.ship;

import dev.multiarch.build.LegBuilder;
import dev.multiarch.build.LegRequest;
import dev.multiarch.image.Platform;
import dev.multiarch.plan.Plan;
import dev.multiarch.process.ProgramException;
import dev.multiarch.publish.Merge;
import dev.multiarch.record.Attempts;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The whole line on this host: every leg of the plan, several at once, then the merge. */
public final class Ship {
    private final Session tools;
    private final LegBuilder build;
    private final RecordStore store;

    public Ship(Session tools, LegBuilder build, RecordStore store) {
        this.tools = tools;
        this.build = build;
        this.store = store;
    }

    /**
     * @param arguments the context and further flags of {@code docker buildx build}, the same for each leg
     * @param jobs legs at once
     * @param layouts the folder of the record store, where nothing is pushed
     * @param recorded names of build arguments whose values records keep
     */
    public record Request(
            Plan plan,
            Optional<String> builder,
            List<String> arguments,
            int jobs,
            Optional<Path> layouts,
            Set<String> recorded) {}

    /**
     * @param lines gets what buildx prints, by platform
     * @param merge makes the merge's request of the attempts that the plan has then
     * @throws StepFailed naming the leg that failed first; the others are ended, what was built keeps its record
     */
    public Merge.Merged run(
            Request request, BiConsumer<Platform, String> lines, Function<Attempts, Merge.Request> merge)
            throws Refused, RegistryException, ProgramException, StepFailed, CannotJudge, IOException {
        legs(request, lines);
        Attempts attempts = Attempts.of(store.records(request.plan().id()));
        return new Merge(tools).run(merge.apply(attempts));
    }

    private void legs(Request request, BiConsumer<Platform, String> lines) throws StepFailed {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, request.jobs()));
        CompletionService<Platform> done = new ExecutorCompletionService<>(pool);
        for (Platform platform : request.plan().platforms()) {
            done.submit(() -> leg(request, platform, lines));
        }
        List<Platform> built = new ArrayList<>();
        try {
            while (built.size() < request.plan().legs().size()) {
                built.add(done.take().get());
            }
        } catch (ExecutionException e) {
            throw failed(e.getCause(), built);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailed("the build was interrupted. Nothing was merged, no tag was moved");
        } finally {
            end(pool);
        }
    }

    private Platform leg(Request request, Platform platform, BiConsumer<Platform, String> lines) throws Exception {
        var leg = new LegRequest(
                request.plan().image(),
                request.plan().id(),
                platform,
                Optional.empty(),
                1,
                request.builder(),
                request.arguments(),
                request.layouts(),
                request.plan().labels(),
                request.plan().checkout().epoch(),
                request.recorded());
        try {
            build.run(leg, line -> lines.accept(platform, line));
            return platform;
        } catch (ProgramException | Refused | StepFailed | RegistryException | IOException e) {
            throw new StepFailed(platform + ": " + e.getMessage(), e);
        }
    }

    private static StepFailed failed(Throwable cause, List<Platform> built) {
        if (cause instanceof RuntimeException ours) {
            throw ours;
        }
        String rest = built.isEmpty() ? "No leg was built" : "Built and on record: " + built;
        return new StepFailed(cause.getMessage() + "\n" + rest + "; nothing was merged, no tag was moved", cause);
    }

    /** Interrupts the legs that still build, which ends their programs, and waits until they have left their records. */
    private static void end(ExecutorService pool) {
        pool.shutdownNow();
        try {
            pool.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.multiarch.demo;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Plan;
import dev.multiarch.plan.PlanRequest;
import dev.multiarch.plan.RunnerMap;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.publish.EngineChoice;
import dev.multiarch.publish.Merge;
import dev.multiarch.record.Attempts;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A good image from plan to tag, and one that is wrong in three ways and so leaves the tag where it was. */
public final class Demo {
    /** What it was and what came of it, as it went. */
    public interface Listener {
        void planned(Plan plan);

        void pushed(BuildRecord leg);

        void merged(Merge.Merged merged, Reference tag, Optional<Digest> pointsTo);
    }

    /**
     * @param good the first merge
     * @param bad the second one
     * @param tag what it points to in the end
     */
    public record Result(Merge.Merged good, Merge.Merged bad, Optional<Digest> tag) {}

    private static final List<Platform> ALL = List.of(
            Platform.parse("linux/amd64"),
            Platform.parse("linux/arm64"),
            Platform.parse("linux/arm/v7"),
            Platform.parse("linux/riscv64"));
    private static final String OLD_KERNEL = "4.4.0-210-generic";

    private final String host;
    private final Path folder;
    private final Registry registry;
    private final Listener listener;

    /**
     * @param host of a registry that takes pushes without a password
     * @param folder of the demo's own, for the policy and the records
     */
    public Demo(String host, Path folder, Listener listener) {
        this.host = host;
        this.folder = folder;
        this.listener = listener;
        this.registry = new Registry(RegistrySettings.of(Map.of("HOME", folder.toString()), Set.of()));
    }

    /** The policy's file in the folder, written by {@link #run}. */
    public Path policy() {
        return folder.resolve("demo.yaml");
    }

    public Reference tag() {
        return Reference.parse(host + "/demo:latest");
    }

    /** @throws InvalidPolicy and the rest as the commands' own steps throw them, none of which is expected here */
    public Result run()
            throws IOException, InvalidPolicy, RegistryException, Refused, StepFailed, CannotJudge, ProgramException {
        try (InputStream in = Demo.class.getResourceAsStream("demo.yaml")) {
            Files.copy(in, policy());
        }
        Policy policy = PolicyReader.read(policy().toString(), folder);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Merge.Merged good =
                line("good", policy, now, ALL.stream().map(StagedLeg::honest).toList());
        Merge.Merged bad = line("bad", policy, now.plusSeconds(60), wrong());
        return new Result(good, bad, registry.resolve(tag()));
    }

    /** No riscv64; arm64 holds the program of amd64; the kernel of arm's host knows no F. */
    private static List<StagedLeg> wrong() {
        return List.of(
                StagedLeg.honest(ALL.get(0)),
                new StagedLeg(
                        ALL.get(1), ALL.get(0), StagedLeg.honest(ALL.get(1)).kernel()),
                new StagedLeg(ALL.get(2), ALL.get(2), OLD_KERNEL));
    }

    private Merge.Merged line(String id, Policy policy, Instant created, List<StagedLeg> legs)
            throws IOException, RegistryException, Refused, StepFailed, CannotJudge, ProgramException {
        Plan plan = new PlanRequest(
                        host + "/demo",
                        legs.stream().map(leg -> leg.platform().toString()).toList(),
                        RunnerMap.DEFAULT,
                        Optional.of(id),
                        Optional.empty(),
                        Verdict.Judged.of(List.of(policy)))
                .plan(Map.of(), created);
        listener.planned(plan);
        var store = new RecordStore(new DirectoryStore(folder.resolve("records")), warning -> {});
        for (StagedLeg leg : legs) {
            BuildRecord record = leg.push(registry, plan);
            store.put(record);
            listener.pushed(record);
        }
        var tools = new Session(registry, new Programs(line -> {}), Map.of(), line -> {}, Optional.empty());
        var request = new Merge.Request(
                plan,
                Attempts.of(new ArrayList<>(store.records(plan.id()))),
                List.of(policy),
                List.of(tag()),
                true,
                false,
                Optional.empty(),
                EngineChoice.NATIVE,
                Optional.empty(),
                Optional.empty(),
                List.of());
        Merge.Merged merged = new Merge(tools).run(request);
        listener.merged(merged, tag(), registry.resolve(tag()));
        return merged;
    }
}

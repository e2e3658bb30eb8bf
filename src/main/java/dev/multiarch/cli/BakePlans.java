package dev.multiarch.cli;

import dev.multiarch.build.BakeFile;
import dev.multiarch.build.BakeTarget;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.PlanFile;
import dev.multiarch.cli.options.PlanOptions;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.plan.Baked;
import dev.multiarch.plan.Plan;
import dev.multiarch.plan.PlannedPlatforms;
import dev.multiarch.policy.Policy;
import dev.multiarch.process.ProgramException;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan for each target of a bake file. All of them are made before one is written. */
record BakePlans(Console console, PlanOptions options, PlatformSources sources, OutputOptions output) {
    /** The plan of one target, before it is written. */
    private record Made(BakeTarget target, String file, Plan plan) {
        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("target", target.name());
            json.put("file", file);
            json.put("tags", target.tags());
            json.put("plan", plan.tree());
            return json;
        }

        /** Of the matrix of merges. */
        private Map<String, Object> merge() {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("target", target.name());
            row.put("image", plan.image().name());
            row.put("tags", String.join(",", target.tags()));
            return row;
        }

        private String text() {
            var text = new StringBuilder("plan " + plan.id() + " of "
                    + plan.image().name() + ", target " + target.name() + ", written to " + file + "\n");
            plan.legs().forEach(leg -> text.append(leg.line()).append('\n'));
            if (!target.tags().isEmpty()) {
                text.append("  merge it with --tag ")
                        .append(String.join(",", target.tags()))
                        .append('\n');
            }
            return text.toString();
        }
    }

    int run(List<Policy> judges, Session tools, String file, Optional<String> records)
            throws ProgramException, UsageException, IOException, Refused {
        if (records.isPresent()) {
            throw new UsageException("--records is for the plan of one image. Fix: leave it out with --bake");
        }
        List<String> files = sources.bakeFiles(console);
        List<BakeTarget> targets =
                new BakeFile(tools, console.directory(), files, sources.bakeVariables()).targets(sources.targets());
        List<Made> all = new ArrayList<>();
        for (BakeTarget target : targets) {
            target.arguments(); // which refuses what a leg can't be built of
            Plan plan = options.plan(console, judges, target.name(), target.image(options.image()), target.platforms())
                    .with(new Baked(files, target.name()));
            all.add(new Made(target, file(file, target.name()), plan));
        }
        requireOwnTags(targets);
        options.requireUsed(
                all.stream().flatMap(each -> each.plan().platforms().stream()).toList());
        String matrix = matrix(all); // which refuses too many legs
        for (Made each : all) {
            PlanFile.write(console, each.file(), each.plan().write());
            warn(each);
            PlannedPlatforms.warnings(each.plan(), judges)
                    .forEach(warning -> console.say("warning: " + each.target().name() + ": " + warning));
        }
        answer(all, matrix);
        return ExitCode.FINE;
    }

    /** Each target is merged, and the second merge would move the tag away from what the first one made. */
    private static void requireOwnTags(List<BakeTarget> targets) {
        Map<Reference, String> owners = new LinkedHashMap<>();
        for (BakeTarget target : targets) {
            for (Reference tag : target.references()) {
                String other = owners.putIfAbsent(tag, target.name());
                if (other != null && !other.equals(target.name())) {
                    throw new FormatException(
                            "the targets " + other + " and " + target.name() + " both have the tag " + tag
                                    + ", so the merge of one would take it from the other. Fix: give each its own tags, or make one"
                                    + " target of them that has the platforms of both");
                }
            }
        }
    }

    private void warn(Made made) {
        made.target().missing(console.directory()).ifPresent(missing -> console.say("warning: " + missing));
        for (String output : made.target().otherOutputs()) {
            console.say(
                    "warning: " + made.target().name() + ": its output " + output + " is left out, as a leg is pushed"
                            + " by its digest. Fix: what has to be exported is taken from the merged image, or built by docker"
                            + " buildx bake");
        }
    }

    private void answer(List<Made> all, String matrix) throws IOException, UsageException {
        console.step().output("matrix", matrix);
        console.step().output("plans", Json.writeLine(plans(all)));
        console.step()
                .output(
                        "merges",
                        Json.writeLine(
                                Map.of("include", all.stream().map(Made::merge).toList())));
        switch (output.format()) {
            case JSON -> {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("schema", "dev.multiarch.plans/v1");
                json.put("plans", all.stream().map(Made::json).toList());
                output.answer(console, Json.write(json));
            }
            case GITHUB -> output.answer(console, matrix + "\n");
            default ->
                output.answer(
                        console, String.join("", all.stream().map(Made::text).toList()));
        }
    }

    /** The plan of each target, for the legs and merges of other jobs. */
    private static Map<String, Object> plans(List<Made> all) {
        Map<String, Object> plans = new LinkedHashMap<>();
        all.forEach(each -> plans.put(each.target().name(), each.plan().line()));
        return plans;
    }

    private static String matrix(List<Made> all) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Made each : all) {
            for (Map<String, Object> leg : each.plan().rows()) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("target", each.target().name());
                row.put("plan", each.file());
                row.put("image", each.plan().image().name());
                row.putAll(leg);
                row.put("slug", each.target().name() + "-" + leg.get("slug"));
                rows.add(row);
            }
        }
        if (rows.size() > Plan.MOST_LEGS) {
            throw new FormatException("the targets have " + rows.size() + " legs, but a matrix can have at most "
                    + Plan.MOST_LEGS + ". Fix: name some by --target");
        }
        return Json.writeLine(Map.of("include", rows));
    }

    /** {@code .multiarch/plan.json} becomes {@code .multiarch/plan-app.json}. */
    private static String file(String file, String target) {
        int dot = file.lastIndexOf('.');
        boolean ends = dot > file.lastIndexOf('/') + 1;
        return ends ? file.substring(0, dot) + "-" + target + file.substring(dot) : file + "-" + target;
    }
}

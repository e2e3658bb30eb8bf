package dev.multiarch.dockerfile;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.text.FormatException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the images that a build uses: those of the stages that its target needs, and of no others. */
public final class UsedImages {
    private static final String SCRATCH = "scratch";
    private static final String IMAGE = "docker-image://";
    private static final String LAYOUT = "oci-layout://";

    /** More than any Dockerfile that a person wrote. */
    private static final int MOST_STAGES = 1_000;

    private final BuildInputs inputs;
    private final NamedContexts contexts;
    private final StageNeeds needs;
    private final StagePlatforms platforms;
    private final Words words;

    private UsedImages(Dockerfile file, BuildInputs inputs) {
        this.inputs = inputs;
        this.contexts = new NamedContexts(inputs.contexts());
        this.words = Words.of(file, inputs);
        this.needs = new StageNeeds(file, words, contexts);
        this.platforms = new StagePlatforms(inputs, words, needs);
    }

    /** @throws FormatException if it is not known; the message holds no build argument, as it may be secret */
    public static List<UsedImage> of(Dockerfile file, BuildInputs inputs) {
        return List.copyOf(withLines(file, inputs).keySet());
    }

    /** The same, each with the first line of the instruction that names it first. */
    public static Map<UsedImage, Integer> withLines(Dockerfile file, BuildInputs inputs) {
        if (file.stages().size() > MOST_STAGES) {
            throw new FormatException("the Dockerfile has more than " + MOST_STAGES + " stages");
        }
        return new UsedImages(file, inputs).find();
    }

    private Map<UsedImage, Integer> find() {
        StageNeeds.Node target = needs.target(inputs.target());
        StageNeeds.Node first = target;
        while (first.parent().isPresent()) {
            first = needs.node(first.parent().get());
        }
        Map<UsedImage, Integer> used = new LinkedHashMap<>();
        for (StageNeeds.Node node : reached(target)) {
            if (node.parent().isEmpty()) {
                base(node, node == first ? "" : node.title(), used);
            }
            node.images().forEach(source -> add(source.image(), inputs.platform(), node.title(), source.line(), used));
        }
        return used;
    }

    private List<StageNeeds.Node> reached(StageNeeds.Node target) {
        Set<Integer> reached = new LinkedHashSet<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(target.stage().index()));
        while (!open.isEmpty()) {
            int index = open.pop();
            if (reached.add(index)) {
                open.addAll(needs.node(index).needs());
            }
        }
        List<StageNeeds.Node> nodes = new ArrayList<>();
        reached.stream().sorted().forEach(index -> nodes.add(needs.node(index)));
        return nodes;
    }

    private void base(StageNeeds.Node node, String stage, Map<UsedImage, Integer> used) {
        try {
            add(node.base(), platforms.of(node.stage()), stage, node.line(), used);
        } catch (FormatException unnamed) {
            Optional<String> why = words.lacking(node.stage().base().value());
            throw why.map(reason ->
                            new FormatException("line " + node.line() + " of the Dockerfile names no image: " + reason))
                    .orElse(unnamed);
        }
    }

    private void add(String name, Platform platform, String stage, int line, Map<UsedImage, Integer> used) {
        String address = contexts.address(name).orElse(IMAGE + name);
        if (address.startsWith(LAYOUT)) {
            throw new FormatException("the named build context that line " + line
                    + " of the Dockerfile uses is an OCI layout, and no registry says when it changes");
        }
        // Any other context holds files and no image.
        if (address.startsWith(IMAGE) && !address.equals(IMAGE + SCRATCH)) {
            used.putIfAbsent(new UsedImage(reference(address.substring(IMAGE.length()), line), platform, stage), line);
        }
    }

    private static Reference reference(String name, int line) {
        try {
            return Reference.parse(name).orLatest();
        } catch (FormatException malformed) {
            throw new FormatException("line " + line + " of the Dockerfile names no image that can be looked up");
        }
    }
}

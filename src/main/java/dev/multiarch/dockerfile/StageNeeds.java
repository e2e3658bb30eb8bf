package dev.multiarch.dockerfile;

import dev.multiarch.text.FormatException;
import dev.multiarch.text.Nearest;
import dev.multiarch.text.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which stages and images each stage of a Dockerfile takes something of. */
final class StageNeeds {
    /**
     * An image that an instruction of a stage takes something of.
     *
     * @param line of the instruction
     */
    record Source(String image, int line) {}

    /**
     * A stage.
     *
     * @param base the image that it begins with, where that is not a stage
     * @param parent the stage that it begins with
     * @param needs the stages that it takes something of, the parent too
     * @param images that it copies from or mounts
     */
    record Node(Stage stage, String base, Optional<Integer> parent, Set<Integer> needs, List<Source> images) {
        /** Its name, or else its number. */
        String title() {
            return stage.name().orElse(Integer.toString(stage.index()));
        }

        int line() {
            return stage.from().firstLine();
        }
    }

    private static final int LONGEST = 60;

    /** As many as are read in a message. */
    private static final int MOST_NAMED = 20;

    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final NamedContexts contexts;

    StageNeeds(Dockerfile file, Words words, NamedContexts contexts) {
        this.contexts = contexts;
        for (Stage stage : file.stages()) {
            nodes.add(node(stage, words));
            stage.name().ifPresent(name -> names.put(name, stage.index()));
        }
    }

    Node node(int index) {
        return nodes.get(index);
    }

    /** @throws FormatException if there is no such stage */
    Node target(Optional<String> name) {
        if (name.isEmpty()) {
            return nodes.get(nodes.size() - 1);
        }
        return stage(name.get(), true).map(nodes::get).orElseThrow(() -> new FormatException(lacking(name.get())));
    }

    private String lacking(String target) {
        List<String> titles =
                nodes.stream().map(node -> Printable.cut(node.title(), LONGEST)).toList();
        List<String> named = titles.subList(Math.max(0, titles.size() - MOST_NAMED), titles.size());
        String stages = Nearest.to(target, titles)
                .map(near -> "Did you mean \"" + near + "\"?")
                .orElseGet(() -> (named.size() == titles.size() ? "Its stages: " : "Its last stages: ")
                        + String.join(", ", named));
        return "the Dockerfile has no stage \"" + Printable.cut(target, LONGEST) + "\" for the target. " + stages;
    }

    private Node node(Stage stage, Words words) {
        Optional<String> replaced =
                stage.name().filter(name -> contexts.address(name).isPresent());
        if (replaced.isPresent()) {
            return new Node(stage, replaced.get(), Optional.empty(), Set.of(), List.of());
        }
        String base = words.expanded(stage.base().value(), stage.from().firstLine());
        Optional<Integer> parent = stage(base, false);
        Set<Integer> needs = new LinkedHashSet<>();
        parent.ifPresent(needs::add);
        List<Source> images = new ArrayList<>();
        for (Instruction instruction : stage.instructions()) {
            boolean numbers = instruction.keyword() == Keyword.COPY;
            for (String source : instruction.sources()) {
                stage(source, numbers)
                        .ifPresentOrElse(needs::add, () -> images.add(new Source(source, instruction.firstLine())));
            }
        }
        return new Node(stage, base, parent, needs, images);
    }

    /** An earlier stage. Mounts and {@code FROM} know no numbers. */
    private Optional<Integer> stage(String name, boolean numbers) {
        Optional<Integer> named = Optional.ofNullable(names.get(name.toLowerCase(Locale.ROOT)));
        boolean counts = named.isEmpty() && numbers && name.matches("\\d{1,6}");
        return counts ? Optional.of(Integer.valueOf(name)).filter(number -> number < nodes.size()) : named;
    }
}

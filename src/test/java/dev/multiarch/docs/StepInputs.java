package dev.multiarch.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What our action and our workflow take, and what a workflow that somebody shows gives them. */
final class StepInputs {
    private static final String ACTION = "org/multiarch-action@v1";
    private static final String REPOSITORY = "org/multiarch-action/";
    static final List<String> WORKFLOWS = List.of(".github/workflows/multiarch.yml", ".github/workflows/nightly.yml");

    private StepInputs() {}

    /** What is wrong with the uses of our action and workflow anywhere below this node. */
    static List<String> faults(Object node) throws IOException {
        List<String> faults = new ArrayList<>();
        if (node instanceof Map<?, ?> map) {
            Object uses = map.get("uses");
            if (ACTION.equals(uses)) {
                faults.addAll(unknown(map.get("with"), keys(yaml("action.yml"), "inputs"), "the action has no input "));
            } else if (workflow(uses).isPresent()) {
                Map<?, ?> call =
                        (Map<?, ?>) ((Map<?, ?>) yaml(workflow(uses).get()).get("on")).get("workflow_call");
                faults.addAll(unknown(map.get("with"), keys(call, "inputs"), "the workflow has no input "));
                faults.addAll(unknown(map.get("secrets"), keys(call, "secrets"), "the workflow has no secret "));
            } else if (uses != null && uses.toString().contains("multiarch-action")) {
                faults.add(uses + ": expected " + ACTION + " or a workflow of " + WORKFLOWS);
            }
            for (Object value : map.values()) {
                faults.addAll(faults(value));
            }
        } else if (node instanceof List<?> list) {
            for (Object item : list) {
                faults.addAll(faults(item));
            }
        }
        return faults;
    }

    /** Which of our workflows a job calls. */
    static Optional<String> workflow(Object uses) {
        return WORKFLOWS.stream()
                .filter(file -> (REPOSITORY + file + "@v1").equals(uses))
                .findFirst();
    }

    /** Of several documents, as Drone has them, a list. */
    static Object parse(String text) {
        List<Object> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build()).loadAllFromString(text).forEach(documents::add);
        return documents.size() == 1 ? documents.get(0) : documents;
    }

    private static List<String> unknown(Object given, Set<?> known, String fault) {
        return given instanceof Map<?, ?> map
                ? map.keySet().stream()
                        .filter(name -> !known.contains(name))
                        .map(name -> fault + name)
                        .toList()
                : List.of();
    }

    private static Set<?> keys(Map<?, ?> map, String name) {
        return ((Map<?, ?>) map.get(name)).keySet();
    }

    private static Map<?, ?> yaml(String file) throws IOException {
        return (Map<?, ?>) parse(Files.readString(Path.of(file)));
    }
}

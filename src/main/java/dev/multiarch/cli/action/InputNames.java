package dev.multiarch.cli.action;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in terms of the action's inputs what a message says in terms of options: who wrote {@code policy-from: x} never typed
 * {@code --policy-from}. Command lines to copy, such as {@code docker buildx create --use}, stay as they are.
 *
 * @param inputs each option that an input becomes, with that input's name
 * @param others further options of the command, which the input {@code args} takes
 */
public record InputNames(Map<String, String> inputs, Set<String> others) {
    /** One that is quoted, or that ends with its sentence or where the next part of it begins. */
    private static final String COMMAND_LINE =
            "(?:`[^`\\n]* [^`\\n]*`|\\b(?:multiarch|docker|imagetools|kubectl) [a-z](?:[^.,;:)\"'\\n]|[.,;:](?!\\s|$))*|\\bFROM --\\S+)";

    private static final Pattern OPTION = Pattern.compile(
            COMMAND_LINE + "|(?<option>(?<![\\w-])--[a-z][a-z-]*+)(?! can't be given to buildx)(?:=[A-Z][A-Z|]*\\b)?");

    public InputNames {
        inputs = Map.copyOf(inputs);
        others = Set.copyOf(others);
    }

    public String in(String text) {
        String behind = text.replace("after \"--\", such as \"-- .\"", "in the input context")
                .replace("after \"--\"", "in the input args")
                .replace(", before --", "");
        Matcher found = OPTION.matcher(behind);
        var named = new StringBuilder();
        while (found.find()) {
            found.appendReplacement(named, Matcher.quoteReplacement(word(found, behind)));
        }
        return found.appendTail(named).toString();
    }

    private String word(Matcher found, String text) {
        String option = found.group("option");
        if (option == null) {
            return found.group();
        }
        if (inputs.containsKey(option)) {
            boolean said = text.substring(0, found.start()).matches("(?s).*\\b(?:the )?input ['\"]?");
            return (said ? "" : "input ") + inputs.get(option);
        }
        return others.contains(option) ? "args: " + found.group() : found.group();
    }
}

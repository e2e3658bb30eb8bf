package dev.multiarch.cli.action;

import dev.multiarch.build.BuildVariables;
import dev.multiarch.text.CsvLine;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Secrets that a build gets, as values of {@code --secret}. A value goes to buildx in a variable: a command line can be read
 * by everybody on the machine.
 */
final class BuildSecrets {
    private static final String INPUT = "secrets";

    private BuildSecrets() {}

    /** A line of the input {@code secrets}. */
    private record Secret(String id, String value) {}

    /** What is added to the build's environment: a variable for each secret. */
    static Map<String, String> variables(String input) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Secret secret : read(input)) {
            variables.put(variable(variables.size()), secret.value());
        }
        return variables;
    }

    /** @throws FormatException without any value, if a line is not ID=VALUE */
    static List<String> values(String input) {
        List<String> values = new ArrayList<>();
        for (Secret secret : read(input)) {
            values.add(value(secret.id(), "env", variable(values.size())));
        }
        return values;
    }

    /** @param kind {@code env} or {@code src} */
    static String value(String id, String kind, String of) {
        return CsvLine.quoted("id=" + id) + "," + CsvLine.quoted(kind + "=" + of);
    }

    private static String variable(int index) {
        return BuildVariables.SECRET + (index + 1);
    }

    private static List<Secret> read(String input) {
        List<Secret> secrets = new ArrayList<>();
        for (String line : InputList.whole(INPUT, input)) {
            int equals = line.indexOf('=');
            if (equals <= 0 || equals == line.length() - 1) {
                // Without any text of it: who forgets the ID has written the value.
                throw new FormatException("input " + INPUT + ", entry " + (secrets.size() + 1)
                        + ": expected ID=VALUE. Write a value of several lines in quotes, together with its ID");
            }
            secrets.add(new Secret(line.substring(0, equals).strip(), line.substring(equals + 1)));
        }
        return secrets;
    }
}

package dev.multiarch.registry.auth;

import java.util.ArrayList;
import java.util.List;

/** Challenges as text, read and printed. */
public final class Challenges {
    private Challenges() {}

    /** What {@code WWW-Authenticate} says, each parameter's value in quotes. */
    public static String read(String header) {
        List<String> all = new ArrayList<>();
        for (Challenge challenge : Challenge.parse(List.of(header))) {
            List<String> parameters = new ArrayList<>();
            challenge
                    .parameters()
                    .forEach((name, value) -> parameters.add(
                            name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\""));
            all.add((challenge.scheme() + " " + String.join(", ", parameters)).strip());
        }
        return String.join(", ", all);
    }
}

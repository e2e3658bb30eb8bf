package dev.multiarch.build;

import dev.multiarch.process.FileInput;
import dev.multiarch.text.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a build is given that must not be in its record, and what must not be printed either. BuildKit and the programs that
 * it runs print what they like.
 *
 * @param inRecord values of build arguments among them, whatever their names
 * @param inLog secrets of the build, and what has a name that says secret
 */
record LegSecrets(Secrets inRecord, Secrets inLog) {
    private static final int LARGEST = 64 << 10;

    /** @param directory that paths start from */
    static LegSecrets of(BuildFlags flags, Set<String> harmless, Map<String, String> environment, Path directory) {
        Set<String> secret = new HashSet<>();
        environment.forEach((name, value) -> {
            if (Secrets.isName(name)) {
                secret.add(value);
            }
        });
        flags.values("secret").forEach(value -> secret.addAll(secret(value, environment, directory)));
        for (String cache : List.of("cache-from", "cache-to")) {
            flags.values(cache).forEach(value -> secret.addAll(attributes(value)));
        }
        Set<String> arguments = new HashSet<>();
        for (String argument : flags.values(BuildFlags.ARGUMENT)) {
            String[] parts = argument.split("=", 2);
            String value = parts.length == 2 ? parts[1] : environment.getOrDefault(parts[0], "");
            if (!harmless.contains(parts[0])) {
                (Secrets.isName(parts[0]) ? secret : arguments).add(value);
            }
        }
        arguments.addAll(secret);
        return new LegSecrets(Secrets.of(arguments), Secrets.of(secret));
    }

    /** What has a name that says secret among attributes such as {@code type=s3,secret_access_key=…}. */
    private static List<String> attributes(String list) {
        return Arrays.stream(list.split(","))
                .map(attribute -> attribute.split("=", 2))
                .filter(pair -> pair.length == 2 && Secrets.isName(pair[0]))
                .map(pair -> pair[1])
                .toList();
    }

    /** {@code id=npm,src=FILE}, {@code id=npm,env=VARIABLE}, or {@code id=npm} with a variable of that name. */
    private static Set<String> secret(String value, Map<String, String> environment, Path directory) {
        Map<String, String> parts = new HashMap<>();
        for (String part : value.split(",")) {
            String[] pair = part.split("=", 2);
            parts.put(pair[0].strip(), pair.length == 2 ? pair[1] : "");
        }
        String file = parts.getOrDefault("src", parts.getOrDefault("source", ""));
        Set<String> found = new HashSet<>();
        found.add(environment.getOrDefault(parts.getOrDefault("env", parts.getOrDefault("id", "")), ""));
        if (!file.isEmpty()) {
            try (InputStream in = FileInput.open(directory.resolve(file))) {
                found.add(new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8));
            } catch (IOException | InvalidPathException gone) {
                return found; // buildx says so itself
            }
        }
        return found;
    }
}

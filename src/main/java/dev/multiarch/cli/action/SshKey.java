package dev.multiarch.cli.action;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The private key of the input {@code ssh-key}. buildx takes keys from files only, so it is one of this user alone, for as long
 * as the command runs.
 *
 * @param file empty without a key
 */
record SshKey(Optional<Path> file) implements AutoCloseable {
    /** Is in the words until there is a file. */
    private static final String PLACE = "--ssh=default=<ssh-key>";

    /** @param input its value */
    static Optional<String> flag(String input) {
        return input.isBlank() ? Optional.empty() : Optional.of(PLACE);
    }

    static SshKey of(Map<String, String> environment) throws IOException {
        String key = environment.getOrDefault(ActionInputs.variable("ssh-key"), "");
        if (key.isBlank()) {
            return new SshKey(Optional.empty());
        }
        // A secret that was pasted may lack the last line end, and OpenSSH's format needs it.
        byte[] content = (key.replace("\r\n", "\n").strip() + "\n").getBytes(StandardCharsets.UTF_8);
        return new SshKey(Optional.of(PrivateFile.write("multiarch-key", content)));
    }

    List<String> in(List<String> words) {
        return words.stream()
                .map(word -> word.equals(PLACE) ? "--ssh=default=" + file.orElseThrow() : word)
                .toList();
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
    }
}

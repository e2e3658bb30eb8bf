package dev.multiarch.policy.yaml;

/** Where in a policy something stands; lines and columns count from 1. The command line is line 0 of {@code --require}. */
public record Place(String file, int line, int column) {
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}

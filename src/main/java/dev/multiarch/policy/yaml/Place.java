package dev.multiarch.policy.yaml;

/** A place in a policy; lines and columns count from 1. The command line is line 0 of {@code --require}. */
public record Place(String file, int line, int column) {
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}

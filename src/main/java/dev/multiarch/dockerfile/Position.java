package dev.multiarch.dockerfile;

/** A place in a file, counted from 1; columns are counted in code points, as SARIF does. */
public record Position(int line, int column) {
    @Override
    public String toString() {
        return line + ":" + column;
    }
}

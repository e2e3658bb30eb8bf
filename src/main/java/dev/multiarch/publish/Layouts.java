package dev.multiarch.publish;

import java.nio.file.Path;

/**
 * Where a merge that pushes nothing reads and writes.
 *
 * @param store the folder of the record store, which holds the legs' layouts
 * @param result the folder of the merged layout
 * @param name as the user named that folder
 */
public record Layouts(Path store, Path result, String name) {}

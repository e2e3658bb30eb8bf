package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.advice.ArchNames.Found;
import dev.multiarch.image.Platform;
import java.util.List;

/** Which platforms a Dockerfile is for where nobody says. */
public final class AssumedPlatforms {
    /** What most images are built for. */
    public static final List<Platform> USUAL = List.of(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"));

    private AssumedPlatforms() {}

    /** {@code Dockerfile.arm64} and {@code arm64/Dockerfile} are for that one, whatever else is planned. */
    public static List<Platform> of(String file, List<Platform> planned) {
        String[] parts = file.split("/");
        List<Found> names = ArchNames.in(parts[parts.length - 1]);
        if (names.isEmpty() && parts.length > 1) {
            names = ArchNames.in(parts[parts.length - 2]);
        }
        if (names.isEmpty()) {
            return planned;
        }
        List<Found> found = names;
        List<Platform> own = planned.stream()
                .filter(platform -> found.stream()
                        .anyMatch(name ->
                                name.runsOn(platform) && name.architecture().equals(platform.architecture())))
                .toList();
        return own.isEmpty() ? List.of(platform(found.get(0))) : own;
    }

    private static Platform platform(Found name) {
        String variant = name.variant() == 0 ? "" : "v" + name.variant();
        return Platform.of("linux", name.architecture(), variant);
    }
}

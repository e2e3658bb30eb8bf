package dev.multiarch.dockerfile.advice;

import dev.multiarch.image.Platform;
import java.util.List;
import java.util.Optional;

/**
 * What programs say of the machine that a stage runs on.
 *
 * @param platform that it runs on; empty for the builder's own, which is not known
 * @param target that is built for
 */
record Machine(Optional<Platform> platform, Platform target) {
    /**
     * What a command prints of it.
     *
     * @param words of the command, as far as they are known
     * @param offset of the command in the file
     */
    Optional<Value> says(List<String> words, int offset) {
        String line = String.join(" ", words);
        return switch (line) {
            case "uname -m", "uname -p", "uname -i", "uname --machine", "arch" -> Optional.of(machine(offset));
            case "dpkg --print-architecture" -> Optional.of(named(platform.map(PlatformNames::debian), offset));
            case "apk --print-arch", "cat /etc/apk/arch" ->
                Optional.of(named(platform.map(PlatformNames::alpine), offset));
            case "go env GOARCH", "go env GOHOSTARCH" ->
                Optional.of(named(platform.map(Platform::architecture), offset));
            case "rpm -E %_arch", "rpm -E %{_arch}", "rpm --eval %_arch", "rpm --eval %{_arch}" ->
                Optional.of(machine(offset));
            case "xx-info arch" -> ofTarget(target.architecture(), offset);
            case "xx-info os" -> ofTarget(target.os(), offset);
            case "xx-info variant" -> ofTarget(target.variant(), offset);
            case "xx-info debian-arch" -> ofTarget(PlatformNames.debian(target), offset);
            case "xx-info alpine-arch" -> ofTarget(PlatformNames.alpine(target), offset);
            case "xx-info march" -> PlatformNames.machine(target).flatMap(name -> ofTarget(name, offset));
            default -> Optional.empty();
        };
    }

    private static Optional<Value> ofTarget(String name, int offset) {
        return Optional.of(Value.of(name, Origin.of(Origin.Kind.TARGET, offset), true));
    }

    /** Whether what it says is another thing than what is built for. */
    boolean isBuilder() {
        return platform.isEmpty();
    }

    private Value machine(int offset) {
        if (isBuilder()) {
            return builder(offset);
        }
        String name = platform.flatMap(PlatformNames::machine).orElse(Value.UNKNOWN);
        return Value.of(name, Origin.of(Origin.Kind.MACHINE, offset), true);
    }

    private Value named(Optional<String> name, int offset) {
        return name.map(text -> Value.of(text, Origin.of(Origin.Kind.TARGET, offset), true))
                .orElseGet(() -> builder(offset));
    }

    private static Value builder(int offset) {
        return Value.of(Value.UNKNOWN, Origin.of(Origin.Kind.BUILDER, offset), true);
    }
}

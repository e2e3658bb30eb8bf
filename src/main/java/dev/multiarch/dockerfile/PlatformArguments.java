package dev.multiarch.dockerfile;

import dev.multiarch.image.Platform;
import java.util.LinkedHashMap;
import java.util.Map;

/** The build arguments that BuildKit sets for a platform. */
public final class PlatformArguments {
    private PlatformArguments() {}

    /** @param prefix {@code TARGET} or {@code BUILD} */
    public static Map<String, String> of(String prefix, Platform platform) {
        Map<String, String> args = new LinkedHashMap<>();
        args.put(prefix + "PLATFORM", platform.toString());
        args.put(prefix + "OS", platform.os());
        args.put(prefix + "ARCH", platform.architecture());
        args.put(prefix + "VARIANT", platform.variant());
        args.put(prefix + "OSVERSION", platform.osVersion());
        return args;
    }
}

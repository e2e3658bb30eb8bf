package dev.multiarch.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Windows as {@code os.version} has it, {@code 10.0.20348.169}: a host runs an image of the same build, and from
 * Windows Server 2022 on those back to the long-term release before its own (Microsoft: Windows container version
 * compatibility; hcsshim, {@code osversion}, and containerd/platforms, {@code checkWindowsHostAndContainerCompat}).
 *
 * @param build 0 where the version is not known, which every image fits
 */
record WindowsVersion(int major, int minor, int build) {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,5})(?:\\..*)?");
    private static final WindowsVersion UNKNOWN = new WindowsVersion(0, 0, 0);
    private static final int SERVER_2022 = 20348;
    private static final int SERVER_2025 = 26100;

    static WindowsVersion of(String text) {
        Matcher written = WRITTEN.matcher(text);
        return written.matches()
                ? new WindowsVersion(
                        Integer.parseInt(written.group(1)),
                        Integer.parseInt(written.group(2)),
                        Integer.parseInt(written.group(3)))
                : UNKNOWN;
    }

    /** Whether an image of this version runs here; one that names none runs everywhere. */
    boolean runs(String image) {
        if (equals(UNKNOWN) || image.isEmpty()) {
            return true;
        }
        WindowsVersion other = of(image);
        if (major != other.major || minor != other.minor) {
            return false;
        }
        if (build < SERVER_2022) {
            return build == other.build;
        }
        // From 2022 on the binary interface is stable from one long-term release to the next, and nobody takes a newer
        // image.
        int oldest = build > SERVER_2025 ? SERVER_2025 : SERVER_2022;
        return oldest <= other.build && other.build <= build;
    }
}

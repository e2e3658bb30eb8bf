package dev.multiarch.host;

import dev.multiarch.text.FormatException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the probe wrote down where it ran.
 *
 * @param boot the kernel's boot_id
 * @param kernel its release
 * @param bundled whether BuildKit put its own emulator there
 * @param executable what the kernel ran: the probe itself, or an emulator
 */
record ProbeResult(String boot, String kernel, boolean bundled, String executable) {
    static final String PROBE = "/probe";

    private static final String BUILDKIT_EMULATOR = "/dev/.buildkit_qemu_emulator";

    static ProbeResult parse(String text) {
        Map<String, String> lines = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            String[] words = line.split(" ", 2);
            lines.put(words[0], words.length > 1 ? words[1].strip() : "");
        });
        String boot = lines.getOrDefault("boot", "");
        String kernel = lines.getOrDefault("kernel", "");
        String bundled = lines.getOrDefault("bundled", "");
        String executable = lines.getOrDefault("exe", "").replaceFirst(" \\(deleted\\)$", "");
        boolean good = boot.matches("[0-9a-f-]{36}")
                && kernel.matches("[!-~]{1,128}")
                && bundled.matches("yes|no")
                && executable.matches("/[ -~]{1,255}|");
        if (!good) {
            throw new FormatException("the probe's answer can't be read");
        }
        return new ProbeResult(boot, kernel, bundled.equals("yes") || executable.equals(BUILDKIT_EMULATOR), executable);
    }

    /** Whether the CPU ran it, without any emulator. */
    boolean isNative() {
        return executable.equals(PROBE);
    }

    boolean namesEmulator() {
        return !executable.isEmpty() && !isNative();
    }
}

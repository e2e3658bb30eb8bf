package dev.multiarch.host;

import dev.multiarch.fact.Fact;

/**
 * What is known of building for one platform on a host.
 *
 * @param emulated whether its CPU can't run the platform
 * @param kernel that would run the platform's programs
 * @param mounted whether binfmt_misc is mounted and on there
 * @param flags of the entry that serves it; {@link HostFact#NONE} where none does
 * @param emulator the interpreter of that entry, or what the probe saw
 * @param interpreter {@link EntrySurvey#THERE}, or what is wrong with that file
 * @param version of QEMU, as it prints it
 * @param bundled whether BuildKit brought its own emulator, so that no entry was used
 * @param runs whether a program of the platform ran
 */
public record PlatformSurvey(
        Fact<Boolean> emulated,
        Fact<String> kernel,
        Fact<Boolean> mounted,
        Fact<String> flags,
        Fact<String> emulator,
        Fact<String> interpreter,
        Fact<String> version,
        Fact<Boolean> bundled,
        Fact<Boolean> runs) {
    /** Nothing is known, for one reason. */
    static PlatformSurvey unknown(String why) {
        Fact<Boolean> flag = Fact.unknown(why);
        Fact<String> text = Fact.unknown(why);
        return new PlatformSurvey(flag, text, flag, text, text, text, text, flag, flag);
    }
}

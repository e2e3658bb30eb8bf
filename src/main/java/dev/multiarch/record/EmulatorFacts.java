package dev.multiarch.record;

import dev.multiarch.fact.Claim;
import dev.multiarch.fact.Fact;
import dev.multiarch.host.EntrySurvey;
import dev.multiarch.host.HostFact;
import dev.multiarch.host.PlatformSurvey;

/**
 * What ran the programs of an emulated leg, beyond its entry's flags.
 *
 * @param mounted whether binfmt_misc was mounted and on
 * @param interpreter {@link EntrySurvey#THERE}, or what is wrong with the file that the entry names
 * @param version of QEMU
 * @param runs whether a program of the platform ran
 */
public record EmulatorFacts(Fact<Boolean> mounted, Fact<String> interpreter, Fact<String> version, Fact<Boolean> runs) {
    public static EmulatorFacts unknown(String reason) {
        return new EmulatorFacts(
                Fact.unknown(reason), Fact.unknown(reason), Fact.unknown(reason), Fact.unknown(reason));
    }

    EmulatorFacts by(Claim record) {
        return new EmulatorFacts(mounted.by(record), interpreter.by(record), version.by(record), runs.by(record));
    }

    static EmulatorFacts of(PlatformSurvey survey) {
        return new EmulatorFacts(survey.mounted(), survey.interpreter(), survey.version(), survey.runs());
    }

    /**
     * What follows from the flags and the emulator that a record or annotations tell: an entry that took part was there, and
     * so was its file.
     */
    static EmulatorFacts following(Fact<String> flags, Fact<String> emulator, Fact<String> version) {
        boolean byEntry = emulator.value()
                .filter(name -> !name.equals(BuildFacts.BUNDLED))
                .isPresent();
        Fact<Boolean> mounted =
                flags.value().filter(f -> !f.equals(HostFact.NONE)).isPresent()
                        ? flags.map(entry -> true)
                        : byEntry
                                ? emulator.map(entry -> true)
                                : Fact.unknown(flags.isKnown() ? "no entry was used" : flags.reason());
        return new EmulatorFacts(
                mounted,
                byEntry
                        ? emulator.map(ran -> EntrySurvey.THERE)
                        : Fact.unknown(emulator.isKnown() ? "no entry was used" : emulator.reason()),
                version,
                emulator.map(ran -> true));
    }
}

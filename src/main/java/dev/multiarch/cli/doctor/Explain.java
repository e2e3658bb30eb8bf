package dev.multiarch.cli.doctor;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.host.diagnosis.Diagnoses;
import dev.multiarch.host.diagnosis.KnownFacts;
import dev.multiarch.host.diagnosis.Log;
import dev.multiarch.report.DiagnosisReport;
import java.io.IOException;
import java.io.InputStream;

/** What {@code doctor --explain} answers. */
final class Explain {
    private static final String STANDARD_INPUT = "-";

    private Explain() {}

    /**
     * @param words a message, or {@code -} for a log on {@code in}
     * @param known what speaks for or against a cause; {@link KnownFacts#nothing} says why nothing does
     * @return {@link ExitCode#FINE}, or {@link ExitCode#UNKNOWN} where nothing was recognised
     */
    static int answer(Console console, OutputOptions output, String words, InputStream in, KnownFacts known)
            throws IOException, UsageException {
        if (words.isBlank()) {
            throw new UsageException(
                    "--explain is empty. Fix: --explain 'exec format error', or --explain - for a log on"
                            + " standard input");
        }
        Log log = words.equals(STANDARD_INPUT) ? Log.read(in) : Log.of(words);
        Diagnoses diagnoses = Diagnoses.of(log, known);
        if (output.format() == Format.JSON) {
            output.answer(console, DiagnosisReport.json(diagnoses));
        } else {
            output.answer(console, DiagnosisReport.text(diagnoses));
        }
        return diagnoses.found().isEmpty() ? ExitCode.UNKNOWN : ExitCode.FINE;
    }
}

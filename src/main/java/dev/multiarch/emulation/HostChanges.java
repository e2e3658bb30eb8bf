package dev.multiarch.emulation;

import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everything that is changed on this host goes through here, so that it can be shown instead.
 *
 * @param root whether this process may do it itself; else sudo is asked, which must not need a password
 * @param dry whether changes are only told
 * @param tell gets a line for each change that is only told
 */
record HostChanges(Programs programs, boolean root, boolean dry, Consumer<String> tell) {
    void run(Program program) throws ProgramException {
        if (dry) {
            tell.accept("would run: " + program);
            return;
        }
        programs.run(program).orThrow();
    }

    void asRoot(Program program) throws ProgramException {
        List<String> words = new ArrayList<>(root ? List.of() : List.of("sudo", "-n"));
        words.addAll(program.words());
        run(Program.of(words).reading(program.input()));
    }

    /** Writes to a file of the kernel's. */
    void write(Path file, String text) throws ProgramException {
        if (dry) {
            tell.accept("would write " + text + " to " + file);
            return;
        }
        asRoot(Program.of("tee", file.toString()).reading(text.getBytes(StandardCharsets.ISO_8859_1)));
    }
}

package dev.multiarch.smoke;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.ElfHeader;
import dev.multiarch.image.Platform;
import dev.multiarch.record.SmokeResult;
import dev.multiarch.record.SmokeResult.End;
import dev.multiarch.smoke.ProgramSearch.Found;
import dev.multiarch.smoke.SolveRun.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One command in one image: what became of it, and which program that was. A kernel runs whatever it or an emulator can, so
 * that something ran says nothing of the image's platform before its program is known. Safe
 * to use from several threads.
 */
final class Attempt {
    private final Call call;
    private final Map<String, byte[]> read = new HashMap<>();
    private Optional<SmokeResult> result;
    private Optional<String> unread = Optional.empty();

    Attempt(Call call) {
        this.call = call;
        this.result = SmokeDockerfile.refused(call.words()).map(why -> SmokeResult.notRun(call.command(), why));
    }

    Call call() {
        return call;
    }

    synchronized boolean isOpen() {
        return result.isEmpty();
    }

    synchronized void ended(SmokeResult with) {
        result = Optional.of(with);
    }

    /** The files of its image to read before its program is known; none where nothing depends on that. */
    synchronized List<String> wanted() {
        boolean depends = result.map(known -> known.end() == End.EXITED).orElse(true);
        return depends && unread.isEmpty() ? look().wanted() : List.of();
    }

    synchronized void read(Map<String, byte[]> beginnings) {
        read.putAll(beginnings);
    }

    /** Nothing of its image can be read. */
    synchronized void unread(String why) {
        unread = Optional.of(why);
    }

    private ProgramSearch.Look look() {
        return call.search().look(call.words().get(0), read);
    }

    /** Only a program of the image's platform is a test of it. */
    synchronized SmokeResult believed() {
        SmokeResult known = result.orElseThrow();
        if (known.end() != End.EXITED) {
            return known;
        }
        Fact<Found> program = unread.<Fact<Found>>map(Fact::unknown).orElseGet(() -> look().program());
        Platform platform = call.platform();
        Optional<ElfHeader> expected = ElfHeader.of(platform.architecture());
        if (!program.isKnown() || expected.isEmpty()) {
            String why = program.isKnown() ? "what such programs look like is not known here" : program.reason();
            return SmokeResult.notRun(
                    known.command(),
                    "what " + known.ended() + " is not known to be a program for " + platform + ": " + why);
        }
        Found found = program.value().orElseThrow();
        return found.header().runsOn(platform)
                ? known
                : known.foreign(found.path() + " is " + found.header().described() + ", expected "
                        + expected.get().described());
    }
}

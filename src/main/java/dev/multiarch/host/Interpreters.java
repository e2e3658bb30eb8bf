package dev.multiarch.host;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** What became of the files that entries of binfmt_misc name, and which QEMU they are. */
final class Interpreters {
    private static final int MOST_ASKED = 64;

    private final LocalHost host;
    private final HostPrograms programs;
    private final Executor threads;
    private final Map<String, CompletableFuture<Fact<String>>> versions = new HashMap<>();

    Interpreters(LocalHost host, HostPrograms programs, Executor threads) {
        this.host = host;
        this.programs = programs;
        this.threads = threads;
    }

    /** @param natives what the host's CPU runs, as {@link HostFact#NATIVE} names it */
    List<EntrySurvey> look(List<BinfmtEntry> entries, Fact<String> natives) {
        List<CompletableFuture<EntrySurvey>> all =
                entries.stream().map(entry -> look(entry, natives)).toList();
        return all.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<EntrySurvey> look(BinfmtEntry entry, Fact<String> natives) {
        Optional<Path> file = host.file(entry.interpreter());
        if (file.isEmpty()) {
            return CompletableFuture.completedFuture(new EntrySurvey(
                    entry, Fact.known("missing", FactSource.ENTRY), Fact.unknown("its file is missing")));
        }
        Optional<String> machine = HostFiles.architecture(file.get());
        boolean fits = machine.isEmpty()
                || natives.value()
                        .map(list -> List.of(list.split(", ")).contains("linux/" + machine.get()))
                        .orElse(true);
        Fact<String> state = fits
                ? Fact.known(EntrySurvey.THERE, FactSource.ENTRY)
                : Fact.known("built for " + machine.orElse("") + ", which this host does not run", FactSource.ENTRY);
        return version(entry.interpreter(), fits).thenApply(version -> new EntrySurvey(entry, state, version));
    }

    /** Each file is asked once, however many entries name it. */
    private CompletableFuture<Fact<String>> version(String interpreter, boolean fits) {
        if (!host.isThis() || !fits) {
            return CompletableFuture.completedFuture(Fact.unknown("the file was not run: it is another host's"));
        }
        if (versions.size() == MOST_ASKED && !versions.containsKey(interpreter)) {
            return CompletableFuture.completedFuture(
                    Fact.unknown("there are too many interpreters to call all of" + " them"));
        }
        return versions.computeIfAbsent(
                interpreter, file -> CompletableFuture.supplyAsync(() -> programs.qemu(file), threads));
    }
}

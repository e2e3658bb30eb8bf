package dev.multiarch.host.diagnosis;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.host.Binfmt;
import dev.multiarch.host.Builder;
import dev.multiarch.host.LocalHost;
import dev.multiarch.image.Platform;
import java.util.List;

/**
 * The facts that can speak for or against a cause; the one place that knows where they come from.
 *
 * @param kernel of this host, as {@code uname -r} prints it
 * @param binfmt of this host, which need not be the builder's
 * @param freeDisk in bytes, where the builder keeps its layers
 * @param wanted the platforms that are asked about where the log names none; may be empty
 */
public record KnownFacts(
        Fact<String> kernel, Fact<Binfmt> binfmt, Fact<Builder> builder, Fact<Long> freeDisk, List<Platform> wanted) {

    /** Nothing known, for this reason. */
    public static KnownFacts nothing(String reason) {
        return new KnownFacts(
                Fact.unknown(reason), Fact.unknown(reason), Fact.unknown(reason), Fact.unknown(reason), List.of());
    }

    /** What this host's files say; what else is known is handed in. */
    public static KnownFacts of(LocalHost here, Fact<Builder> builder, Fact<Long> freeDisk, List<Platform> wanted) {
        Fact<String> kernel = here.kernel();
        Binfmt binfmt = here.binfmt();
        Fact<Binfmt> entries = kernel.isKnown() || binfmt.mounted()
                ? Fact.known(binfmt, FactSource.ENTRY)
                : Fact.unknown(kernel.reason()); // no Linux: that nothing is mounted means nothing here
        return new KnownFacts(kernel, entries, builder, freeDisk, List.copyOf(wanted));
    }
}

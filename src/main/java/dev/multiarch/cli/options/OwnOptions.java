package dev.multiarch.cli.options;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of one command, to distinguish them from flags of {@code docker buildx build} in the input {@code args}.
 *
 * @param flags those without a value
 * @param valued those with a value, in the same word behind {@code =} or in the next word
 */
public record OwnOptions(Set<String> flags, Set<String> valued) {
    public static final OwnOptions NONE = new OwnOptions(Set.of(), Set.of());

    public static OwnOptions of(CommandSpec spec) {
        Set<String> flags = new HashSet<>();
        Set<String> valued = new HashSet<>();
        for (OptionSpec option : spec.options()) {
            (option.arity().max() == 0 ? flags : valued).addAll(List.of(option.names()));
        }
        return new OwnOptions(flags, valued);
    }

    /** @param theirs buildx's flags and their values */
    public record Split(List<String> ours, List<String> theirs) {}

    public OwnOptions {
        flags = Set.copyOf(flags);
        valued = Set.copyOf(valued);
    }

    public Set<String> all() {
        Set<String> all = new HashSet<>(flags);
        all.addAll(valued);
        return all;
    }

    /** If there is a {@code --}, it decides: what is before it is ours. Without it, a word is ours if we have such an option. */
    public Split split(List<String> args) {
        int dashes = args.indexOf("--");
        if (dashes >= 0) {
            return new Split(args.subList(0, dashes), args.subList(dashes + 1, args.size()));
        }
        List<String> ours = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String word = args.get(i);
            String name = word.split("=", 2)[0];
            boolean takesNext = valued.contains(word) && i + 1 < args.size();
            String value = takesNext ? args.get(i + 1) : word.substring(Math.min(word.length(), name.length() + 1));
            boolean own = flags.contains(name) || valued.contains(name);
            // --output type=docker is buildx's, which says why a leg can't have it.
            List<String> side = own && !(name.equals("--output") && value.startsWith("type=")) ? ours : theirs;
            side.add(word);
            if (takesNext) {
                side.add(value);
                i++;
            }
        }
        return new Split(ours, theirs);
    }
}

package dev.multiarch.build;

import dev.multiarch.text.FormatException;
import dev.multiarch.text.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Arguments of {@code docker buildx build} as it understands them itself (pflag's syntax): which words are flags, which
 * their values, and which the context.
 */
record BuildFlags(List<Word> words) {
    /** The last four do nothing; buildx takes them for docker build's sake, and its help does not show them. */
    private static final Set<String> WITHOUT_VALUE =
            Set.of("check debug help load no-cache pull push quiet compress force-rm rm squash".split(" "));

    /** Of any other flag it is unknown whether the next word is its value. */
    private static final Set<String> WITH_VALUE = Set.of(
            ("add-host allow annotation attest build-arg build-context builder cache-from cache-to call cgroup-parent"
                            + " cpu-period cpu-quota cpu-shares cpuset-cpus cpuset-mems file iidfile isolation label"
                            + " memory memory-swap metadata-file network no-cache-filter output platform policy print"
                            + " progress provenance resource sbom secret security-opt shm-size ssh tag target ulimit")
                    .split(" "));

    static final String ARGUMENT = "build-arg";

    private static final String SHORT_WITHOUT_VALUE = "Dqh";

    /** Flags whose values say how something was built, and can't be secret. */
    private static final Set<String> OPEN = Set.of(
            "allow",
            "attest",
            "call",
            "file",
            "network",
            "no-cache-filter",
            "progress",
            "provenance",
            "sbom",
            "shm-size",
            "target",
            "ulimit");

    /**
     * A flag, or a word that is not a flag.
     *
     * @param flag its long name where it has one, else its letter; empty for the context
     */
    record Word(String flag, Optional<String> value) {}

    /** @throws FormatException if a flag is not known, because then nobody can say what the word behind it is */
    static BuildFlags parse(List<String> arguments) {
        List<Word> words = new ArrayList<>();
        int i = 0;
        while (i < arguments.size()) {
            i += addNext(words, arguments.subList(i, arguments.size()));
        }
        return new BuildFlags(words);
    }

    /**
     * Changes the flags of some names, and leaves all other arguments as they are, to the letter.
     *
     * @param change the flags that take the place of this one; it is not called for a flag with only a short name
     */
    static List<String> changed(List<String> arguments, Set<String> names, Function<Word, List<String>> change) {
        List<String> changed = new ArrayList<>();
        int i = 0;
        while (i < arguments.size()) {
            List<Word> words = new ArrayList<>();
            int taken = addNext(words, arguments.subList(i, arguments.size()));
            boolean ours = words.size() == 1 && names.contains(words.get(0).flag());
            changed.addAll(ours ? change.apply(words.get(0)) : arguments.subList(i, i + taken));
            i += taken;
        }
        return changed;
    }

    /** @return how many arguments the first flag takes, with its value */
    private static int addNext(List<Word> words, List<String> arguments) {
        String word = arguments.get(0);
        Optional<String> next = arguments.size() > 1 ? Optional.of(arguments.get(1)) : Optional.empty();
        if (word.equals("--")) {
            arguments.subList(1, arguments.size()).forEach(w -> words.add(new Word("", Optional.of(w))));
            return arguments.size();
        }
        boolean takesNext = false;
        if (word.startsWith("--")) {
            takesNext = addLong(words, word.substring(2), next);
        } else if (word.startsWith("-") && word.length() > 1) {
            takesNext = addShort(words, word.substring(1), next);
        } else {
            words.add(new Word("", Optional.of(word)));
        }
        return Math.min(takesNext ? 2 : 1, arguments.size());
    }

    /** The values of a flag, in their order. */
    List<String> values(String flag) {
        return words.stream()
                .filter(word -> word.flag.equals(flag))
                .flatMap(word -> word.value.stream())
                .toList();
    }

    /** @param word as it is typed, with its dashes */
    static boolean isKnown(String word) {
        String flag = word.equals("-f") ? "file" : word.replaceFirst("^--", "");
        return WITH_VALUE.contains(flag) || WITHOUT_VALUE.contains(flag);
    }

    boolean has(String flag) {
        return words.stream().anyMatch(w -> w.flag.equals(flag));
    }

    /**
     * As they may be kept in a record: of values that may be secret only the name is left.
     *
     * @param harmless names of build arguments that keep their values
     */
    List<String> withoutSecrets(Set<String> harmless) {
        List<String> safe = new ArrayList<>();
        for (Word word : words) {
            String value = word.value.map(v -> shown(word.flag, v, harmless)).orElse("");
            if (word.flag.isEmpty()) {
                safe.add(value);
            } else {
                safe.add("--" + word.flag + (value.isEmpty() ? "" : "=" + value));
            }
        }
        return safe;
    }

    private static String shown(String flag, String value, Set<String> harmless) {
        boolean kept = flag.equals(ARGUMENT) && harmless.contains(value.split("=", 2)[0]);
        if (kept || flag.isEmpty() || OPEN.contains(flag) || WITHOUT_VALUE.contains(flag)) {
            return Secrets.inAddresses(value);
        }
        String first = value.split(",", 2)[0];
        boolean namesKind = first.startsWith("type=") || first.startsWith("id=");
        return namesKind ? first : first.split("=", 2)[0].replaceAll(".*(://|@(?!sha(256|512):)).*", Secrets.HIDDEN);
    }

    /** @return whether the next word is this flag's value */
    private static boolean addLong(List<Word> words, String text, Optional<String> next) {
        int equals = text.indexOf('=');
        if (equals >= 0) {
            words.add(new Word(text.substring(0, equals), Optional.of(text.substring(equals + 1))));
            return false;
        }
        boolean alone = WITHOUT_VALUE.contains(text);
        if (!alone
                && !WITH_VALUE.contains(text)
                && next.filter(w -> w.startsWith("-")).isPresent()) {
            throw new FormatException("--" + text + " is not known here, so \"" + next.get()
                    + "\" may be its value or a flag. Fix: write --" + text + "=VALUE, with true if it has no value."
                    + " Nothing was built");
        }
        words.add(new Word(text, alone ? Optional.empty() : next));
        return !alone;
    }

    /** Letters may be written together, {@code -qt name}: the first one that has a value uses the rest of the word. */
    private static boolean addShort(List<Word> words, String letters, Optional<String> next) {
        for (int i = 0; i < letters.length(); i++) {
            String flag = longName(letters.charAt(i));
            if (SHORT_WITHOUT_VALUE.indexOf(letters.charAt(i)) < 0) {
                String rest = letters.substring(i + 1).replaceFirst("^=", "");
                words.add(new Word(flag, rest.isEmpty() ? next : Optional.of(rest)));
                return rest.isEmpty();
            }
            words.add(new Word(flag, Optional.empty()));
        }
        return false;
    }

    private static String longName(char letter) {
        return switch (letter) {
            case 'c' -> "cpu-shares";
            case 'D' -> "debug";
            case 'f' -> "file";
            case 'h' -> "help";
            case 'm' -> "memory";
            case 'o' -> "output";
            case 'q' -> "quiet";
            case 't' -> "tag";
            default ->
                throw new FormatException("-" + letter + " is not a flag of docker buildx build that is known here,"
                        + " so the meaning of what follows is unknown. Fix: write its long name. Nothing was built");
        };
    }
}

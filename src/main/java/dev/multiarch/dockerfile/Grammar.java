package dev.multiarch.dockerfile;

import dev.multiarch.text.FormatException;
import dev.multiarch.text.Nearest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What BuildKit demands of each instruction before it builds anything. */
final class Grammar {
    private static final Set<String> MANY = Set.of("mount", "device", "exclude");
    private static final String STAGE_NAME = "[a-z][a-z0-9-_.]*";

    private Grammar() {}

    static void check(Instruction instruction) {
        Keyword keyword = instruction.keyword();
        List<Word> words = instruction.words();
        switch (keyword) {
            case ADD, COPY -> copy(keyword, words);
            case ARG, ENV, LABEL -> names(instruction);
            case FROM -> from(words);
            case ONBUILD -> trigger(instruction);
            case EXPOSE, VOLUME -> require(!words.isEmpty(), keyword + " requires at least one argument");
            case MAINTAINER, STOPSIGNAL, USER, WORKDIR ->
                require(words.size() == 1, keyword + " requires exactly one argument");
            case SHELL ->
                require(
                        instruction.isJson() && !words.isEmpty(),
                        "SHELL requires the JSON form with at least one argument: SHELL [\"/bin/bash\", \"-c\"]");
            case HEALTHCHECK -> healthcheck(words);
            default -> {}
        }
        if (keyword == Keyword.VOLUME) {
            require(words.stream().noneMatch(word -> word.value().isBlank()), "VOLUME can't be an empty string");
        }
        boolean none = keyword == Keyword.HEALTHCHECK && words.size() == 1;
        if (!none && !keyword.ignoresFlags()) {
            flags(instruction);
        }
    }

    static void require(boolean good, String message) {
        if (!good) {
            throw new FormatException(message);
        }
    }

    private static void copy(Keyword keyword, List<Word> words) {
        require(words.size() >= 2, keyword + " requires at least two arguments: sources and a destination");
        require(
                HeredocReader.ofWord(words.get(words.size() - 1).value()).isEmpty(),
                keyword + " can't have a heredoc as its destination");
    }

    private static void names(Instruction instruction) {
        require(!instruction.words().isEmpty(), instruction.keyword() + " requires at least one argument");
        require(
                instruction.pairs().stream().noneMatch(pair -> pair.name().isEmpty()),
                instruction.keyword() + " names can't be blank");
    }

    private static void from(List<Word> words) {
        boolean named = words.size() == 3 && words.get(1).value().equalsIgnoreCase("as");
        require(named || words.size() == 1, "FROM requires an image, and perhaps AS with a name");
        require(
                !named || words.get(2).value().toLowerCase(Locale.ROOT).matches(STAGE_NAME),
                "the stage's name can't start with a number or contain symbols: expected " + STAGE_NAME);
    }

    private static void trigger(Instruction instruction) {
        require(!instruction.words().isEmpty(), "ONBUILD requires at least one argument");
        instruction.trigger().map(Instruction::keyword).ifPresent(keyword -> {
            boolean refused = keyword == Keyword.FROM || keyword == Keyword.MAINTAINER || keyword == Keyword.ONBUILD;
            require(!refused, keyword + " can't be the trigger of an ONBUILD");
        });
    }

    private static void healthcheck(List<Word> words) {
        require(!words.isEmpty(), "HEALTHCHECK requires CMD or NONE");
        String type = words.get(0).value().toUpperCase(Locale.ROOT);
        require(type.equals("NONE") || type.equals("CMD"), "HEALTHCHECK knows CMD and NONE, found " + type);
        require(
                type.equals("NONE") ? words.size() == 1 : words.size() > 1,
                type.equals("NONE") ? "HEALTHCHECK NONE takes no arguments" : "HEALTHCHECK CMD lacks its command");
    }

    private static void flags(Instruction instruction) {
        Set<String> seen = new HashSet<>();
        for (Flag flag : instruction.flags()) {
            String name = flag.name();
            require(
                    instruction.keyword().flags().contains(name),
                    instruction.keyword() + " knows no flag --" + name
                            + Nearest.to(name, instruction.keyword().flags())
                                    .map(near -> ". Did you mean --" + near + "?")
                                    .orElse(""));
            require(seen.add(name) || MANY.contains(name), "the flag --" + name + " is given twice");
            FlagValues.check(flag);
        }
    }
}

package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.Word;
import dev.multiarch.image.Platform;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a stage of a fixed platform hands on to stages of the platform that is built, where that may be programs. Data is what
 * a path shows to be data: its folder, or how its name ends.
 */
record HandedOn(Analysis analysis, Set<Integer> stages, List<Platform> platforms) {
    /** Folders, and beginnings and ends of their names, whose files are the same for each CPU. */
    private static final Pattern FOLDER =
            Pattern.compile("(?:.*/)?(?:etc|certs?|ssl|zoneinfo|locales?|fonts?|share|data"
                    + "|html?|www|public|static|assets|templates|docs?|licenses?|man|config|conf|migrations|themes|i18n"
                    + "|web|web[-_].*|.*[-_]web|ui|frontend|site|schemas?|keys?)(?:/.*)?");

    private static final Pattern FILE = Pattern.compile(
            ".*\\.(?:conf|cfg|ini|json|ya?ml|toml|xml|txt|md|crt|pem|cer|key|gpg|asc|pub|sql|html?|css|js|mjs|map|wasm|svg"
                    + "|png|jpe?g|gif|ico|woff2?|ttf|mo|po|csv|proto|jar|war|class|sh|py|rb|php|pl|lua|tmpl|tpl|mmdb|dat)");

    /** They may hold anything, below a folder of any name. */
    private static final Pattern PROGRAMS =
            Pattern.compile("(?:.*/)?(?:s?bin|lib|lib64|libexec)(?:/.*)?|.*\\.so(?:\\..*)?");

    /** The first instruction that takes what may be a program. */
    Optional<Instruction> programs() {
        Set<String> ours = StageResolver.names(analysis.file(), stages);
        return IntStream.range(0, analysis.file().stages().size())
                .filter(this::isForTarget)
                .boxed()
                .flatMap(stage -> analysis.all(stage, Keyword.COPY).stream())
                .filter(copy -> StageResolver.isFrom(copy, ours))
                .filter(HandedOn::takesPrograms)
                .findFirst();
    }

    /** A stage that the image needs on one of these platforms, and that is for it. */
    private boolean isForTarget(int stage) {
        return !stages.contains(stage)
                && analysis.of(stage).stream()
                        .anyMatch(view -> view.reached()
                                && platforms.contains(view.platform())
                                && view.runsOn().kind() == RunsOn.Kind.TARGET);
    }

    private static boolean takesPrograms(Instruction copy) {
        List<String> words = copy.words().stream().map(Word::value).toList();
        if (words.size() < 2) {
            return false;
        }
        String target = words.get(words.size() - 1);
        return words.subList(0, words.size() - 1).stream()
                .anyMatch(path -> !isData(path)
                        || PROGRAMS.matcher(target).matches()
                                && !FILE.matcher(path).matches());
    }

    private static boolean isData(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return FILE.matcher(lower).matches()
                || FOLDER.matcher(lower).matches() && !PROGRAMS.matcher(lower).matches();
    }
}

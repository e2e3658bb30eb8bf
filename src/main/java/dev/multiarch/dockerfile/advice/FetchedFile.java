package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.advice.Executed.Argument;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a command fetched, and where it and what is in it may be afterwards.
 *
 * @param names of the file in whichever folder, as far as they are known
 * @param paths that are whole
 */
record FetchedFile(Set<String> names, Set<String> paths) {
    /** They fetch, unpack and move files. */
    private static final Set<String> WRITERS =
            Set.of("curl", "wget", "tar", "bsdtar", "unzip", "mv", "cp", "install", "ln");

    private static final Pattern OUTPUT = Pattern.compile("--output(?:-document)?|-[A-Za-z]*[oO]");

    /** Shorter ones are in many names. */
    private static final int SHORTEST = 3;

    /** More than a person writes behind one file: what is behind is not looked at. */
    static final int MOST = 500;

    private static final int MOST_PATHS = 64;

    /**
     * @param folder in which it runs; empty where that is not known
     * @param later the commands of the script that fetches it
     * @param others the commands of the scripts behind it; they count where they name the file
     */
    static FetchedFile of(
            Executed fetch, Argument address, String folder, List<Executed> later, List<Executed> others) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> paths = new LinkedHashSet<>();
        List<Argument> words = fetch.arguments();
        for (int i = 0; i + 1 < words.size(); i++) {
            if (OUTPUT.matcher(words.get(i).value().text()).matches()) {
                name(words.get(i + 1).value().text(), names);
            }
        }
        name(address.value().text().replaceFirst("[?#].*", ""), names);
        List<Executed> writers = new ArrayList<>(later.subList(0, Math.min(later.size(), MOST)));
        others.stream()
                .filter(command -> command.texts().stream()
                        .anyMatch(word ->
                                names.stream().anyMatch(name -> name.length() >= SHORTEST && word.contains(name))))
                .forEach(writers::add);
        writers.stream()
                .filter(command -> WRITERS.contains(command.program()))
                .flatMap(command -> command.arguments().stream())
                .map(word -> word.value().text())
                .filter(text -> text.startsWith("/") && text.length() > 1)
                .limit(MOST_PATHS)
                .forEach(paths::add);
        names.forEach(name -> paths.add(folder + "/" + name));
        return new FetchedFile(names, paths);
    }

    /** The last part of a path, and its beginning in front of what is not known. */
    private static void name(String path, Set<String> names) {
        String last = path.replaceFirst("/+$", "").replaceFirst("(?s).*/", "");
        if (!path.contains("://") || path.replaceFirst("/+$", "").lastIndexOf('/') > path.indexOf("://") + 2) {
            Matcher known = Pattern.compile("[A-Za-z0-9+]+").matcher(last);
            if (known.lookingAt()) {
                names.add(known.group());
            }
            if (!last.contains(Value.UNKNOWN) && !last.isEmpty() && !last.equals("-")) {
                names.add(last);
            }
        }
    }

    boolean isIn(TakenFiles taken) {
        return paths.stream().anyMatch(taken::has) || names.stream().anyMatch(taken::hasNamed);
    }
}

package dev.multiarch.dockerfile;

import dev.multiarch.text.PathGlob;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which instruction takes a file of the build context together with others, as {@code COPY . .} does. */
public final class ContextUse {
    /** A bind mount of the context itself, or of a folder in it. */
    private static final Pattern OTHER_MOUNT = Pattern.compile("(?:^|,)(?:type=(?!bind(?:,|$))|from=)");

    private static final Pattern MOUNTED = Pattern.compile("(?:^|,)(?:source|src)=([^,]*)");

    private ContextUse() {}

    /**
     * What has a variable in its place is left out.
     *
     * @param path from the context
     */
    public static Optional<Instruction> of(Dockerfile file, String path) {
        return file.instructions().stream()
                .filter(each -> sources(each).stream().anyMatch(source -> holds(source, path)))
                .findFirst();
    }

    private static List<String> sources(Instruction each) {
        boolean copies = each.keyword() == Keyword.COPY || each.keyword() == Keyword.ADD;
        if (copies && each.flag("from").isEmpty() && each.words().size() > 1) {
            return each.words().subList(0, each.words().size() - 1).stream()
                    .map(Word::value)
                    .toList();
        }
        return each.flags("mount").stream()
                .flatMap(mount -> mount.value().stream())
                .filter(value -> !OTHER_MOUNT.matcher(value).find())
                .map(ContextUse::mounted)
                .toList();
    }

    private static String mounted(String value) {
        var source = MOUNTED.matcher(value);
        return source.find() ? source.group(1) : ".";
    }

    private static boolean holds(String word, String path) {
        String source = IgnoreFile.cleaned(word.replace("\"", ""));
        if (source.isEmpty() || path.startsWith(source + "/")) {
            return true;
        }
        int slash = path.indexOf('/');
        return slash > 0 && PathGlob.of(source).matches(path.substring(0, slash));
    }
}

package dev.multiarch.dockerfile;

import dev.multiarch.text.PathGlob;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code .dockerignore}: what of the context is not there for the build. Of two lines that match, the last one counts. A
 * pattern with brackets or a backslash is taken as it stands, which may make less of it.
 */
public record IgnoreFile(List<Line> lines) {
    private static final String ANYWHERE = "**/";

    /** @param back whether it takes back what lines before it left out */
    record Line(List<PathGlob> globs, boolean back) {
        boolean matches(String path) {
            return globs.stream().anyMatch(glob -> glob.matches(path));
        }
    }

    public IgnoreFile {
        lines = List.copyOf(lines);
    }

    public static IgnoreFile parse(String text) {
        List<Line> lines = new ArrayList<>();
        for (String each : text.lines().toList()) {
            String line = each.startsWith("#") ? "" : each.strip();
            boolean back = line.startsWith("!");
            String pattern = cleaned(back ? line.substring(1).strip() : line);
            if (!pattern.isEmpty()) {
                List<PathGlob> globs = new ArrayList<>(List.of(PathGlob.of(pattern)));
                if (pattern.startsWith(ANYWHERE)) {
                    globs.add(PathGlob.of(pattern.substring(ANYWHERE.length())));
                }
                lines.add(new Line(globs, back));
            }
        }
        return new IgnoreFile(lines);
    }

    /** {@code /a/}, {@code ./a} and {@code a} are the same. */
    static String cleaned(String path) {
        String clean = path.replaceAll("/{2,}", "/").replaceAll("(^|/)(\\./)+", "$1");
        clean = clean.replaceFirst("^/", "").replaceFirst("/$", "");
        return clean.equals(".") ? "" : clean;
    }

    /**
     * Whether it leaves out a file, or a folder that it is in.
     *
     * @param path from the context
     */
    public boolean ignores(String path) {
        boolean ignored = false;
        for (Line line : lines) {
            if (line.back() == ignored && matches(line, path)) {
                ignored = !line.back();
            }
        }
        return ignored;
    }

    private static boolean matches(Line line, String path) {
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            if (line.matches(path.substring(0, end))) {
                return true;
            }
        }
        return line.matches(path);
    }
}

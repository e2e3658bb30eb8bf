package dev.multiarch.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes out of texts what may be secret: values that are known, users and query values of addresses, and what is given a
 * name that says secret. Three asterisks are left.
 */
public final class Secrets {
    public static final String HIDDEN = "***";

    /** Only what addresses and names give away. */
    public static final Secrets NONE = new Secrets(List.of());

    /** What is shorter is in too many texts by chance, and keeps nothing secret. */
    private static final int SHORTEST = 6;

    private static final String WORDS = "(?:TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|KEY)";
    private static final Pattern NAME = Pattern.compile("(?i).*" + WORDS + ".*");
    private static final Pattern SETTING = Pattern.compile(
            "(?i)(?<![A-Z0-9_.-])([A-Z0-9_.-]{0,64}" + WORDS + "[A-Z0-9_.-]{0,64}=)(?:\"[^\"]*\"|'[^']*'|[^\\s\"']+)");
    private static final Pattern HEADER =
            Pattern.compile("(?i)(authorization: *(?:(?:bearer|basic|token) +)?)[^\\s\"']+");
    private static final Pattern USER = Pattern.compile("(?<=://)[^/@\\s]+@");
    private static final Pattern QUERY = Pattern.compile("(?<=://)([^\\s?#\"']+)\\?([^\\s#\"']+)");
    private static final Pattern PARAMETER = Pattern.compile("([^&=]+)=([^&]*)");

    /** Of a Git context (BuildKit's own). */
    private static final Set<String> OPEN =
            Set.of("ref", "tag", "branch", "commit", "checksum", "subdir", "keep-git-dir", "submodules");

    private final List<String> values;

    private Secrets(List<String> values) {
        this.values = values;
    }

    /** These values; the lines of one that has several as well. */
    public static Secrets of(Collection<String> values) {
        return new Secrets(values.stream()
                .flatMap(value -> Stream.concat(Stream.of(value), value.lines()))
                .map(String::strip)
                .filter(value -> value.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** Whether what has this name is secret. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** A text without them. */
    public String without(String text) {
        return inSettings(withoutValues(text));
    }

    /** Without the known values; what merely looks secret stays. */
    public String withoutValues(String text) {
        String safe = text;
        for (String value : values) {
            safe = safe.replace(value, HIDDEN);
        }
        return safe;
    }

    private static String inSettings(String text) {
        String safe = SETTING.matcher(inAddresses(text)).replaceAll("$1" + HIDDEN);
        return HEADER.matcher(safe).replaceAll("$1" + HIDDEN);
    }

    /** A list such as {@code type=s3,region=eu,secret_access_key=…}, without the values whose names say secret. */
    public static String inAttributes(String list) {
        String[] parts = list.split(",", -1);
        for (int i = 1; i < parts.length; i++) {
            String name = parts[i].split("=", 2)[0];
            if (name.length() < parts[i].length() && isName(name)) {
                parts[i] = name + "=" + HIDDEN;
            }
        }
        return String.join(",", parts);
    }

    /** A text in which addresses name no user and no value of a query, but for those of a Git context. */
    public static String inAddresses(String text) {
        if (!text.contains("://")) {
            return text;
        }
        String users = USER.matcher(text).replaceAll(HIDDEN + "@");
        return QUERY.matcher(users)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + "?" + query(found.group(2))));
    }

    private static String query(String parameters) {
        return PARAMETER.matcher(parameters).replaceAll(found -> Matcher.quoteReplacement(parameter(found)));
    }

    private static String parameter(MatchResult found) {
        return OPEN.contains(found.group(1)) ? found.group() : found.group(1) + "=" + HIDDEN;
    }
}

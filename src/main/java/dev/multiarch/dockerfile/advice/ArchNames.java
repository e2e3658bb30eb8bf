package dev.multiarch.dockerfile.advice;

import dev.multiarch.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people call architectures in addresses, packages and paths. */
final class ArchNames {
    /**
     * A name in a text.
     *
     * @param architecture as platforms have it
     * @param variant of arm, as a number; 0 where the name says none
     */
    record Found(String name, String architecture, int variant, int start) {
        boolean runsOn(Platform platform) {
            boolean same = architecture.equals(platform.architecture());
            boolean legacy =
                    architecture.equals("386") && platform.architecture().equals("amd64");
            return legacy || same && (variant == 0 || variant <= number(platform.variant()));
        }
    }

    /** Neither a letter nor a digit is next to one. Bare {@code arm} is a company as well. */
    private static final Pattern NAMES = Pattern.compile(
            "(?<![A-Za-z0-9])(?:(?<amd64>x86[_-]64(?:[_-]?v[1-4])?|amd64(?:[_-]?v[1-4])?|x64|linux64)"
                    + "|(?<i386>i[3-6]86|ia32|(?<=[-_/])386)"
                    + "|(?<arm64>aarch_?64|arm64(?:[_-]?v8a?)?|armv8[al]?|linuxarm64)"
                    + "|(?<arm>arm(?:32)?[_-]?v[5-7][a-z]{0,3}|armhfp?|armel|arm32|arm(?=-(?:unknown-)?linux)|(?<=linux[-_/.])arm)"
                    + "|(?<ppc64le>ppc64le|ppc64el|powerpc64le|ppcle_64)|(?<s390x>s390x|s390_64)"
                    + "|(?<riscv64>riscv64(?:gc)?)|(?<mips64le>mips64(?:le|el))|(?<loong64>loong(?:arch)?64))(?![A-Za-z0-9])",
            Pattern.CASE_INSENSITIVE);

    private static final List<String> GROUPS =
            List.of("amd64", "i386", "arm64", "arm", "ppc64le", "s390x", "riscv64", "mips64le", "loong64");

    private static final Pattern VERSION = Pattern.compile("(?i)v([5-7])");

    private ArchNames() {}

    static List<Found> in(String text) {
        List<Found> found = new ArrayList<>();
        Matcher names = NAMES.matcher(text);
        while (names.find()) {
            String group = GROUPS.stream()
                    .filter(each -> names.group(each) != null)
                    .findFirst()
                    .orElseThrow();
            String name = names.group();
            String architecture = group.equals("i386") ? "386" : group;
            found.add(new Found(name, architecture, architecture.equals("arm") ? variant(name) : 0, names.start()));
        }
        return found;
    }

    private static int variant(String name) {
        Matcher version = VERSION.matcher(name);
        return version.find()
                ? Integer.parseInt(version.group(1))
                : name.toLowerCase(Locale.ROOT).equals("armel") ? 5 : 0;
    }

    private static int number(String variant) {
        return variant.matches("v\\d") ? variant.charAt(1) - '0' : 7;
    }
}

package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.advice.Executed.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which words of a command have to be of the platform's architecture. */
final class Interest {
    /**
     * A word.
     *
     * @param does what the command does with it: {@code fetches}, {@code installs}
     * @param from where in its value to look for names: the name of a host says nothing
     */
    record Wanted(Argument word, Value value, String does, int from) {}

    private static final Set<String> FETCHERS = Set.of("curl", "wget", "aria2c", "axel", "fetch", "git");
    private static final Set<String> DEBIAN = Set.of("apt-get", "apt", "aptitude", "eatmydata");
    private static final Set<String> RPM = Set.of("dnf", "yum", "microdnf", "tdnf", "zypper");
    private static final Set<String> COMPILERS =
            Set.of("cargo", "rustc", "dotnet", "zig", "make", "pip", "pip3", "uv", "GOARCH", "bazel");
    private static final Set<String> HARMLESS =
            Set.of("rm", "find", "ls", "grep", "sed", "rmdir", "echo", "printf", "strip", "chmod", "chown", "du");

    /** Compilers and emulators for other machines are meant to name them. */
    private static final Pattern CROSS = Pattern.compile(
            "(?:gcc|g\\+\\+|gfortran|cpp|clang|binutils|crossbuild|qemu|gdb|musl-cross|mingw)\\b.*|.*-cross(?:[:=].*)?");

    private static final Pattern PATH = Pattern.compile(
            "[^ ]*/(?:x86_64|i[3-6]86|aarch64|arm|powerpc64le|s390x|riscv64)-linux-(?:gnu|musl)[a-z]*(?:/.*)?"
                    + "|[^ ]*/jvm/[^ ]*-(?:amd64|arm64|armhf|i386|ppc64el|s390x|riscv64)(?:/.*)?");

    private static final Pattern SOURCE_LIST = Pattern.compile("\\[[^\\]]{0,200}\\barch=([^\\] ]{1,100})");

    /** {@code gcc:amd64} and {@code gcc.x86_64}: what runs on that architecture, and not what makes programs for it. */
    private static final Pattern OF_ARCHITECTURE = Pattern.compile(
            "[A-Za-z0-9][A-Za-z0-9.+_-]*(?::(?<arch>[a-z0-9]+)(?:[=/].*)?|\\.(?<rpm>x86_64|i[3-6]86|aarch64|ppc64le|s390x|riscv64))");

    private Interest() {}

    private static boolean isOf(Argument word) {
        return OF_ARCHITECTURE.matcher(word.value().text()).matches();
    }

    static List<Wanted> in(Executed command) {
        String program = command.program();
        if (FETCHERS.contains(program)) {
            return addresses(command);
        }
        if (isInstall(program, command)) {
            return command.operands().stream()
                    .filter(word ->
                            isOf(word) || !CROSS.matcher(word.value().text()).matches())
                    .map(word -> new Wanted(
                            word,
                            word.value(),
                            program + " installs",
                            isOf(word)
                                    ? ofArchitecture(word.value().text())
                                    : path(word.value().text())))
                    .toList();
        }
        if (COMPILERS.contains(program)) {
            return compiler(program, command);
        }
        List<Wanted> wanted = new ArrayList<>();
        if (program.equals("go")) {
            Optional.ofNullable(command.settings().get("GOARCH"))
                    .filter(value -> forLinux(command))
                    .filter(value -> Set.of("build", "install").contains(command.verb()))
                    .ifPresent(value -> wanted.add(new Wanted(
                            command.words().get(0), Value.of("linux/").plus(value), "go builds for", 0)));
        }
        if (!HARMLESS.contains(program)) {
            command.arguments().stream()
                    .filter(word -> PATH.matcher(word.value().text()).matches())
                    .forEach(word -> wanted.add(new Wanted(word, word.value(), program + " takes", 0)));
        }
        wanted.addAll(sourceLists(command));
        return wanted;
    }

    /** Where the architecture of the package begins: its name may hold another one. */
    private static int ofArchitecture(String text) {
        Matcher of = OF_ARCHITECTURE.matcher(text);
        return !of.matches() ? 0 : Math.max(of.start("arch"), of.start("rpm"));
    }

    /** Installs what makes or runs programs of another architecture. */
    static boolean isCrossTool(Executed command) {
        return isInstall(command.program(), command)
                && command.operands().stream()
                        .filter(word -> !isOf(word))
                        .map(word -> word.value().text())
                        .anyMatch(text -> CROSS.matcher(text).matches()
                                && (text.matches("(?:qemu|crossbuild|musl-cross|mingw).*|.*-cross(?:[:=].*)?")
                                        || !ArchNames.in(text).isEmpty()));
    }

    private static boolean forLinux(Executed command) {
        Value system = command.settings().getOrDefault("GOOS", Value.of("linux"));
        return List.of("linux", Value.UNKNOWN, "").contains(system.text());
    }

    private static List<Wanted> addresses(Executed command) {
        return command.arguments().stream()
                .filter(word -> word.value().text().contains("://"))
                .map(word -> new Wanted(
                        word,
                        word.value(),
                        command.program() + " fetches",
                        path(word.value().text())))
                .toList();
    }

    /** Where the path of an address begins. */
    static int path(String address) {
        int host = address.indexOf("://");
        int slash = host < 0 ? 0 : address.indexOf('/', host + 3);
        return slash < 0 ? address.length() : slash;
    }

    private static boolean isInstall(String program, Executed command) {
        List<String> options = command.texts();
        return DEBIAN.contains(program) && options.contains("install")
                || RPM.contains(program) && (options.contains("install") || options.contains("localinstall"))
                || program.equals("apk") && options.contains("add")
                || program.equals("dpkg") && (options.contains("-i") || options.contains("--install"))
                || program.equals("rpm") && options.stream().anyMatch(word -> word.matches("-[a-z]*[iU][a-z]*"));
    }

    private static List<Wanted> compiler(String program, Executed command) {
        List<Wanted> wanted = new ArrayList<>();
        command.arguments()
                .forEach(word -> wanted.add(new Wanted(
                        word,
                        word.value(),
                        program + " is called with",
                        path(word.value().text()))));
        Optional.ofNullable(command.settings().get("CARGO_BUILD_TARGET"))
                .filter(value -> program.equals("cargo"))
                .ifPresent(value -> wanted.add(new Wanted(command.words().get(0), value, "cargo builds for", 0)));
        return wanted;
    }

    /** {@code deb [arch=amd64] …}: apt leaves the repository out on other architectures. */
    private static List<Wanted> sourceLists(Executed command) {
        List<Wanted> wanted = new ArrayList<>();
        for (Argument word : command.arguments()) {
            Matcher list = SOURCE_LIST.matcher(word.value().text());
            if (list.find()) {
                String only = " ".repeat(list.start(1)) + list.group(1);
                Value value = word.value().changed(text -> only);
                boolean constant = word.value().segments().size() == 1;
                wanted.add(new Wanted(
                        word, constant ? Value.of(only) : value, "apt's source is limited to", list.start(1)));
            }
        }
        return wanted;
    }
}

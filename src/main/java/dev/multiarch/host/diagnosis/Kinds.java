package dev.multiarch.host.diagnosis;

import java.util.List;
import java.util.stream.Stream;

/** What can be recognised, the most specific first. A new one is an entry here, a page and a case, all of one id. */
public final class Kinds {
    public static final List<Kind> ALL = Stream.of(
                    Registrations.ALL, Emulations.ALL, Builders.ALL, RegistryKinds.ALL, Others.ALL)
            .flatMap(List::stream)
            .toList();

    private Kinds() {}

    /** What goes wrong while emulators are registered. */
    private static final class Registrations {
        private static final String REGISTER = "binfmt_misc/register";
        private static final String SCRIPT = "binfmt interpreter for"; // qemu-binfmt-conf.sh, before each of its lines

        private static final List<Kind> ALL = List.of(
                Kind.of(
                        "already-registered",
                        EntryEvidence::alreadyThere,
                        LogPattern.of("installing:", "already registered"),
                        LogPattern.of("update-binfmts: warning:", "already enabled in kernel"),
                        LogPattern.of(REGISTER, "file exists"),
                        LogPattern.of("write error: file exists").after(SCRIPT, LogPattern.REACH)),
                Kind.of(
                        "kernel-too-old",
                        KernelEvidence::hasF,
                        LogPattern.of(REGISTER, "invalid argument"),
                        LogPattern.of("write error: invalid argument").after(SCRIPT, LogPattern.REACH)),
                Kind.of(
                        "emulator-not-found",
                        EvidenceSource.NONE,
                        LogPattern.of("write /proc/sys/fs/binfmt_misc/register: no such file or directory")),
                Kind.of(
                        "binfmt-not-mounted",
                        KernelEvidence::mounted,
                        LogPattern.of("cannot mount binfmt_misc filesystem"),
                        LogPattern.of("enoent opening", "is it mounted"),
                        LogPattern.of("open /proc/sys/fs/binfmt_misc/register: no such file or directory")));
    }

    /** What programs say that an emulator runs, or that nothing runs. */
    private static final class Emulations {
        /** In lines: dpkg names a package right before it runs that package's script. */
        private static final int CLOSE = 3;

        private static final List<Kind> ALL = List.of(
                Kind.of("argv0-lost", EntryEvidence::keepsArgv0, LogPattern.of("applet not found")),
                Kind.of("rosetta-loader", EvidenceSource.NONE, LogPattern.of("rosetta error: failed to open elf at")),
                Kind.of(
                        "rosetta-proc",
                        EvidenceSource.NONE,
                        LogPattern.of("rosetta error: unable to open /proc/self/exe")),
                Kind.of(
                        "rosetta-host",
                        EvidenceSource.NONE,
                        LogPattern.of("rosetta is only intended to run on apple silicon")),
                Kind.of(
                                "dpkg-crash",
                                EntryEvidence::emulates,
                                LogPattern.of("uncaught target signal").after("libc-bin", CLOSE),
                                LogPattern.of("uncaught target signal").after("ldconfig", CLOSE),
                                LogPattern.of("ldconfig", "segmentation fault"),
                                LogPattern.of("dpkg: error processing package libc-bin"),
                                LogPattern.of("dpkg: error processing package")
                                        .after("uncaught target signal", LogPattern.REACH),
                                LogPattern.of("package", "script subprocess returned error exit status 139"),
                                LogPattern.of("sub-process /usr/bin/dpkg received a segmentation fault"))
                        .covering("qemu-segfault", "exit-139"),
                Kind.of(
                                "qemu-segfault",
                                EntryEvidence::emulates,
                                LogPattern.of("uncaught target signal 11"),
                                LogPattern.of("uncaught target signal 5"),
                                LogPattern.of("uncaught target signal 6"),
                                LogPattern.of("uncaught target signal 7"),
                                LogPattern.of("qemu internal sigsegv"))
                        .covering("exit-139"),
                Kind.of(
                                "illegal-instruction",
                                EntryEvidence::emulates,
                                LogPattern.of("uncaught target signal 4"),
                                LogPattern.of("illegal instruction", "core dumped"))
                        .covering("exit-132"),
                Kind.of("unsupported-syscall", EntryEvidence::emulates, LogPattern.of("qemu: unsupported syscall")),
                Kind.of(
                        "foreign-program",
                        EntryEvidence::emulates,
                        LogPattern.of("invalid elf image for this architecture")),
                Kind.of(
                        "loader-missing",
                        EntryEvidence::emulates,
                        LogPattern.of("could not open '/lib/ld-", "no such file or directory"),
                        LogPattern.of("could not open '/lib64/ld-", "no such file or directory")),
                Kind.of(
                        "exec-format-error",
                        EntryEvidence::handles,
                        LogPattern.of("exec format error").unless("docker-credential-"),
                        LogPattern.of("fork/exec", "exec format errorprocess exited"), // buildah, without a line break
                        LogPattern.of("\\x7felf", "not found"), // a shell that reads the program as a script
                        LogPattern.of("/bin/sh: cannot execute binary file")),
                Kind.of(
                        "interpreter-not-in-container",
                        EntryEvidence::hasF,
                        LogPattern.of("exec user process caused", "no such file or directory"),
                        LogPattern.of("exec /", ": no such file or directory")
                                .unless("fork/exec", "docker-credential-"),
                        LogPattern.of("chroot: failed to run command", "no such file or directory")));
    }

    /** What a builder refuses. */
    private static final class Builders {
        private static final List<Kind> ALL = List.of(
                Kind.of(
                        "docker-daemon",
                        EvidenceSource.NONE,
                        LogPattern.of("cannot connect to the docker daemon"),
                        LogPattern.of("is the docker daemon running"),
                        LogPattern.of("permission denied while trying to connect to the docker"),
                        LogPattern.of("failed to connect to the docker api")),
                Kind.of(
                        "builder-down",
                        EvidenceSource.NONE,
                        LogPattern.of("no builder", "found"),
                        LogPattern.of("failed to initialize builder"),
                        LogPattern.of("failed to list workers", "unavailable"),
                        LogPattern.of("failed to find driver", "not supported")),
                Kind.of(
                        "namespaces-refused",
                        EvidenceSource.NONE,
                        LogPattern.of("error running container", "operation not permitted"),
                        LogPattern.of("error running container", "permission denied"),
                        LogPattern.of("error running container", "cgroups"),
                        LogPattern.of("error during unshare(", "operation not permitted"),
                        LogPattern.of("cannot clone: operation not permitted"),
                        LogPattern.of("newuidmap", "operation not permitted")),
                Kind.of(
                        "docker-driver-digest",
                        BuilderEvidence::isDocker,
                        LogPattern.of("push-by-digest is currently not implemented for docker driver")),
                Kind.of(
                        "docker-driver-push",
                        BuilderEvidence::isDocker,
                        LogPattern.of("auto-push is currently not implemented for docker driver")),
                Kind.of(
                        "docker-driver-platforms",
                        BuilderEvidence::isDocker,
                        LogPattern.of("multiple platforms feature is currently not supported for docker driver"),
                        LogPattern.of("multi-platform build is not supported for the docker driver")),
                Kind.of(
                        "docker-driver-cache",
                        BuilderEvidence::isDocker,
                        LogPattern.of("cache export feature is currently not supported for docker driver"),
                        LogPattern.of("cache export is not supported for the docker driver")),
                Kind.of(
                        "load-of-several-platforms",
                        BuilderEvidence::isNotDocker,
                        LogPattern.of("docker exporter does not currently support exporting manifest lists")),
                Kind.of(
                        "tagged-ref-by-digest",
                        EvidenceSource.NONE,
                        LogPattern.of("can't push tagged ref", "by digest")),
                Kind.of(
                        "push-without-name",
                        EvidenceSource.NONE,
                        LogPattern.of("tag is needed when pushing to registry")));
    }

    /** Dockerfiles, disks, runners; last what says only how a step ended. */
    private static final class Others {
        private static final List<Kind> ALL = List.of(
                Kind.of("targetarch-missing", EvidenceSource.NONE, targetArch()).covering("not-in-context"),
                Kind.of(
                        "not-in-context",
                        EvidenceSource.NONE,
                        LogPattern.of("failed to calculate checksum of ref", ": not found"),
                        LogPattern.of("failed to compute cache key", "not found"),
                        LogPattern.of("forbidden path outside the build context"),
                        LogPattern.of("copy failed:", "no such file or directory")),
                Kind.of("no-space", HostEvidence::freeDisk, LogPattern.of("no space left on device")),
                Kind.of(
                        "seccomp-too-old",
                        EvidenceSource.NONE,
                        LogPattern.of("faccessat2", "eperm"),
                        LogPattern.of("fchmodat2", "eperm"),
                        LogPattern.of("cannot change mode to", "operation not permitted"),
                        LogPattern.of("make: /bin/sh: operation not permitted")),
                Kind.of(
                        "artifact-exists",
                        EvidenceSource.NONE,
                        LogPattern.of("an artifact with this name already exists on the workflow run")),
                Kind.of(
                        "job-time-limit",
                        EntryEvidence::emulates,
                        LogPattern.of("exceeded the maximum execution time of")),
                ended("exit-139", "139"),
                ended("exit-132", "132"),
                killed());

        /** A build argument that is not there, or a name that should have ended in it. */
        private static LogPattern[] targetArch() {
            Stream<LogPattern> unset = Stream.of("targetarch", "targetplatform", "targetos", "targetvariant")
                    .flatMap(name -> Stream.of(
                            LogPattern.of(name + ": parameter not set"),
                            LogPattern.of(name + ": unbound variable"),
                            LogPattern.of("undefined variable '$" + name + "'"),
                            LogPattern.of("missing", name, "build argument")));
            Stream<LogPattern> cutShort = Stream.of(
                    LogPattern.of("failed to compute cache key", "-\" not found"),
                    LogPattern.of("failed to calculate checksum", "-\": not found"));
            return Stream.concat(unset, cutShort).toArray(LogPattern[]::new);
        }

        private static Kind ended(String id, String code) {
            return Kind.of(id, EntryEvidence::emulates, exit(code));
        }

        private static Kind killed() {
            var memory = LogPattern.of("did not complete successfully: cannot allocate memory");
            return Kind.of(
                    "exit-137",
                    EvidenceSource.NONE,
                    Stream.concat(Stream.of(exit("137")), Stream.of(memory)).toArray(LogPattern[]::new));
        }

        /** BuildKit, buildah in its two kinds of isolation, and the builder of old. */
        private static LogPattern[] exit(String code) {
            return new LogPattern[] {
                LogPattern.of("did not complete successfully: exit code: " + code),
                LogPattern.of("subprocess exited with status " + code),
                LogPattern.of("while running runtime: exit status " + code),
                LogPattern.of("returned a non-zero code: " + code)
            };
        }
    }
}

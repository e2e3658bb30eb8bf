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
                        EntryWitness::alreadyThere,
                        Sign.of("installing:", "already registered"),
                        Sign.of("update-binfmts: warning:", "already enabled in kernel"),
                        Sign.of(REGISTER, "file exists"),
                        Sign.of("write error: file exists").after(SCRIPT, Sign.REACH)),
                Kind.of(
                        "kernel-too-old",
                        KernelWitness::hasF,
                        Sign.of(REGISTER, "invalid argument"),
                        Sign.of("write error: invalid argument").after(SCRIPT, Sign.REACH)),
                Kind.of(
                        "emulator-not-found",
                        Witness.NONE,
                        Sign.of("write /proc/sys/fs/binfmt_misc/register: no such file or directory")),
                Kind.of(
                        "binfmt-not-mounted",
                        KernelWitness::mounted,
                        Sign.of("cannot mount binfmt_misc filesystem"),
                        Sign.of("enoent opening", "is it mounted"),
                        Sign.of("open /proc/sys/fs/binfmt_misc/register: no such file or directory")));
    }

    /** What programs say that an emulator runs, or that nothing runs. */
    private static final class Emulations {
        /** In lines: dpkg names a package right before it runs that package's script. */
        private static final int CLOSE = 3;

        private static final List<Kind> ALL = List.of(
                Kind.of("argv0-lost", EntryWitness::keepsArgv0, Sign.of("applet not found")),
                Kind.of("rosetta-loader", Witness.NONE, Sign.of("rosetta error: failed to open elf at")),
                Kind.of("rosetta-proc", Witness.NONE, Sign.of("rosetta error: unable to open /proc/self/exe")),
                Kind.of("rosetta-host", Witness.NONE, Sign.of("rosetta is only intended to run on apple silicon")),
                Kind.of(
                                "dpkg-crash",
                                EntryWitness::emulates,
                                Sign.of("uncaught target signal").after("libc-bin", CLOSE),
                                Sign.of("uncaught target signal").after("ldconfig", CLOSE),
                                Sign.of("ldconfig", "segmentation fault"),
                                Sign.of("dpkg: error processing package libc-bin"),
                                Sign.of("dpkg: error processing package").after("uncaught target signal", Sign.REACH),
                                Sign.of("package", "script subprocess returned error exit status 139"),
                                Sign.of("sub-process /usr/bin/dpkg received a segmentation fault"))
                        .covering("qemu-segfault", "exit-139"),
                Kind.of(
                                "qemu-segfault",
                                EntryWitness::emulates,
                                Sign.of("uncaught target signal 11"),
                                Sign.of("qemu internal sigsegv"))
                        .covering("exit-139"),
                Kind.of(
                                "illegal-instruction",
                                EntryWitness::emulates,
                                Sign.of("uncaught target signal 4"),
                                Sign.of("illegal instruction", "core dumped"))
                        .covering("exit-132"),
                Kind.of("foreign-program", EntryWitness::emulates, Sign.of("invalid elf image for this architecture")),
                Kind.of(
                        "loader-missing",
                        EntryWitness::emulates,
                        Sign.of("could not open '/lib/ld-", "no such file or directory"),
                        Sign.of("could not open '/lib64/ld-", "no such file or directory")),
                Kind.of(
                        "exec-format-error",
                        EntryWitness::serves,
                        Sign.of("exec format error").unless("docker-credential-")),
                Kind.of(
                        "interpreter-not-in-container",
                        EntryWitness::hasF,
                        Sign.of("exec user process caused", "no such file or directory"),
                        Sign.of("exec /bin/sh: no such file or directory"),
                        Sign.of("exec /bin/bash: no such file or directory"),
                        Sign.of("chroot: failed to run command", "no such file or directory")));
    }

    /** What a builder refuses. */
    private static final class Builders {
        private static final List<Kind> ALL = List.of(
                Kind.of(
                        "docker-driver-digest",
                        BuilderWitness::isDocker,
                        Sign.of("push-by-digest is currently not implemented for docker driver")),
                Kind.of(
                        "docker-driver-push",
                        BuilderWitness::isDocker,
                        Sign.of("auto-push is currently not implemented for docker driver")),
                Kind.of(
                        "docker-driver-platforms",
                        BuilderWitness::isDocker,
                        Sign.of("multiple platforms feature is currently not supported for docker driver"),
                        Sign.of("multi-platform build is not supported for the docker driver")),
                Kind.of(
                        "docker-driver-cache",
                        BuilderWitness::isDocker,
                        Sign.of("cache export feature is currently not supported for docker driver"),
                        Sign.of("cache export is not supported for the docker driver")),
                Kind.of(
                        "load-of-several-platforms",
                        BuilderWitness::isNotDocker,
                        Sign.of("docker exporter does not currently support exporting manifest lists")),
                Kind.of("tagged-ref-by-digest", Witness.NONE, Sign.of("can't push tagged ref", "by digest")),
                Kind.of("push-without-name", Witness.NONE, Sign.of("tag is needed when pushing to registry")));
    }

    /** Dockerfiles, disks, runners; last what says only how a step ended. */
    private static final class Others {
        private static final List<Kind> ALL = List.of(
                Kind.of("targetarch-missing", Witness.NONE, targetArch()).covering("not-in-context"),
                Kind.of(
                        "not-in-context",
                        Witness.NONE,
                        Sign.of("failed to calculate checksum of ref", ": not found"),
                        Sign.of("failed to compute cache key", "not found"),
                        Sign.of("forbidden path outside the build context"),
                        Sign.of("copy failed:", "no such file or directory")),
                Kind.of("no-space", HostWitness::freeDisk, Sign.of("no space left on device")),
                Kind.of(
                        "seccomp-too-old",
                        Witness.NONE,
                        Sign.of("faccessat2", "eperm"),
                        Sign.of("fchmodat2", "eperm"),
                        Sign.of("cannot change mode to", "operation not permitted"),
                        Sign.of("make: /bin/sh: operation not permitted")),
                Kind.of(
                        "artifact-exists",
                        Witness.NONE,
                        Sign.of("an artifact with this name already exists on the workflow run")),
                Kind.of("job-time-limit", EntryWitness::emulates, Sign.of("exceeded the maximum execution time of")),
                ended("exit-139", "139"),
                ended("exit-132", "132"),
                ended("exit-137", "137"));

        /** A build argument that is not there, or a name that should have ended in it. */
        private static Sign[] targetArch() {
            Stream<Sign> unset = Stream.of("targetarch", "targetplatform", "targetos", "targetvariant")
                    .flatMap(name -> Stream.of(
                            Sign.of(name + ": parameter not set"),
                            Sign.of(name + ": unbound variable"),
                            Sign.of("undefined variable '$" + name + "'"),
                            Sign.of("missing", name, "build argument")));
            Stream<Sign> cutShort = Stream.of(
                    Sign.of("failed to compute cache key", "-\" not found"),
                    Sign.of("failed to calculate checksum", "-\": not found"));
            return Stream.concat(unset, cutShort).toArray(Sign[]::new);
        }

        private static Kind ended(String id, String code) {
            return Kind.of(
                    id,
                    id.equals("exit-137") ? Witness.NONE : EntryWitness::emulates,
                    Sign.of("did not complete successfully: exit code: " + code),
                    Sign.of("returned a non-zero code: " + code));
        }
    }
}

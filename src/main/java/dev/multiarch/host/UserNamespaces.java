package dev.multiarch.host;

import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a host lets its users make a user namespace with its own binfmt_misc, by what its files say: user_namespaces(7),
 * and the switches that Debian's kernel and Ubuntu's AppArmor add. Making one is the proof.
 */
public record UserNamespaces(LocalHost host) {
    /** The first kernel in which each user namespace can have its own binfmt_misc. */
    public static final KernelVersion FIRST = KernelVersion.parse("6.7");

    private static final String MOST = "proc/sys/user/max_user_namespaces";
    private static final String SWITCH = "proc/sys/kernel/unprivileged_userns_clone";
    private static final String APPARMOR = "proc/sys/kernel/apparmor_restrict_unprivileged_userns";
    private static final int LONGEST = 64;

    /**
     * Why it is out of the question, and what to do; empty where it can be tried.
     *
     * @param root whether this process's user is root
     */
    public Optional<String> refusal(boolean root) {
        Optional<String> kernel = host.kernel().value();
        if (kernel.isPresent() && isOld(kernel.get())) {
            return Optional.of("the kernel is " + kernel.get() + ", and a user namespace has its own binfmt_misc since "
                    + FIRST
                    + ". Fix: use a newer kernel, or register QEMU for the whole host: multiarch doctor"
                    + " --fix, as root");
        }
        if (is(MOST, "0")) {
            return Optional.of("user.max_user_namespaces is 0, so nobody can make a user namespace here."
                    + " Fix: sysctl -w user.max_user_namespaces=10000, as root");
        }
        if (!root && is(SWITCH, "0")) {
            return Optional.of("kernel.unprivileged_userns_clone is 0, so only root can make a user namespace here."
                    + " Fix: sysctl -w kernel.unprivileged_userns_clone=1, as root");
        }
        return Optional.empty();
    }

    /** What may cause a failure, a sentence each: AppArmor can make exceptions, so its switch alone refuses nothing. */
    public List<String> suspects(boolean root) {
        List<String> all = new ArrayList<>();
        if (!root && is(APPARMOR, "1")) {
            all.add("kernel.apparmor_restrict_unprivileged_userns is 1: AppArmor removes the rights of a user"
                    + " namespace, unless a profile allows userns. Fix: sysctl -w"
                    + " kernel.apparmor_restrict_unprivileged_userns=0, as root, or such"
                    + " a profile for unshare");
        }
        if (host.file(".dockerenv").isPresent()
                || host.file("run/.containerenv").isPresent()) {
            all.add("this is a container, and its seccomp profile may forbid unshare and mount. Fix: run it on the"
                    + " host, or start the container with --security-opt seccomp=unconfined --security-opt"
                    + " systempaths=unconfined");
        }
        return all;
    }

    private static boolean isOld(String release) {
        try {
            return KernelVersion.parse(release).compareTo(FIRST) < 0;
        } catch (FormatException odd) {
            return false; // then trying tells
        }
    }

    private boolean is(String name, String value) {
        Optional<Path> file = host.file(name);
        try {
            return file.isPresent()
                    && new String(LocalHost.read(file.get(), LONGEST), StandardCharsets.UTF_8)
                            .strip()
                            .equals(value);
        } catch (IOException absent) {
            return false;
        }
    }
}

package dev.multiarch.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserNamespacesTest {
    @TempDir
    Path root;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "old: Debian 12   | kernel/osrelease                 | 6.1.0-18-amd64     | the kernel is 6.1.0-18-amd64, and a user namespace has its own binfmt_misc since 6.7.",
                "old: RHEL 9      | kernel/osrelease                 | 5.14.0-503.el9.x86_64 | the kernel is 5.14.0-503.el9.x86_64,",
                "new: Ubuntu      | kernel/osrelease                 | 6.8.0-1021-azure   | ''",
                "just new enough  | kernel/osrelease                 | 6.7.0              | ''",
                "problem          | kernel/osrelease                 | next               | ''",
                "no namespaces    | user/max_user_namespaces         | 0                  | user.max_user_namespaces is 0, so nobody can make a user namespace here. Fix: sysctl -w",
                "some namespaces  | user/max_user_namespaces         | 96365              | ''",
                "Debian's switch  | kernel/unprivileged_userns_clone | 0                  | kernel.unprivileged_userns_clone is 0, so only root can make a user namespace here. Fix: sysctl -w",
                "Debian's, on     | kernel/unprivileged_userns_clone | 1                  | ''",
                "AppArmor's       | kernel/apparmor_restrict_unprivileged_userns | 1      | ''",
            })
    void refusesAUserWhatCanNotBe(String name, String file, String text, String begin) throws IOException {
        sysctl(file, text);
        String refusal = namespaces().refusal(false).orElse("");
        assertThat(refusal).startsWith(begin);
        assertThat(refusal.isEmpty()).isEqualTo(begin.isEmpty());
    }

    @Test
    void debiansSwitchIsNotForRoot() throws IOException {
        sysctl("kernel/unprivileged_userns_clone", "0");
        assertThat(namespaces().refusal(true)).isEmpty();
    }

    @Test
    void appArmorIsASuspectForAUserAlone() throws IOException {
        sysctl("kernel/apparmor_restrict_unprivileged_userns", "1");
        assertThat(namespaces().suspects(true)).isEmpty();
        assertThat(namespaces().suspects(false))
                .singleElement()
                .asString()
                .contains("apparmor_restrict_unprivileged_userns is 1", "Fix: ");
    }

    @Test
    void aContainerIsASuspect() throws IOException {
        assertThat(namespaces().suspects(true)).isEmpty();
        Files.writeString(root.resolve(".dockerenv"), "");
        assertThat(namespaces().suspects(true)).singleElement().asString().startsWith("this is a container,");
    }

    private UserNamespaces namespaces() {
        return new UserNamespaces(new LocalHost(root));
    }

    private void sysctl(String name, String text) throws IOException {
        Path file = root.resolve("proc/sys").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }
}

package dev.multiarch.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathGlobTest {
    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "/bin/sh,       /bin/sh,          true",
        "/bin/sh,       /bin/shh,         false",
        "/bin/*,        /bin/sh,          true",
        "/bin/*,        /bin/,            true",
        "/bin/*,        /bin/a/b,         false",
        "/opt/**,       /opt/a/b,         true",
        "/opt/**,       /opt,             false",
        "/**/x,         /a/b/x,           true",
        "/**/x,         /x,               false",
        "**.so,         /lib/a.so,        true",
        "**.so,         /lib/a.so.1,      false",
        "/l?b,          /lib,             true",
        "/l?b,          /l/b,             false",
        "/?,            /🚀,              true",
        "/***,          /a/b,             true",
        "/a[b].*+,      /a[b].c+,         true",
        "/a[b].*+,      /ab.c+,           false"
    })
    void matches(String glob, String path, boolean fits) {
        assertThat(PathGlob.of(glob).matches(path)).isEqualTo(fits);
    }

    @Test
    void manyStarsTakeNoLonger() {
        String path = "/" + "a".repeat(4_000);
        assertThat(PathGlob.of("**a".repeat(100) + "b").matches(path)).isFalse();
        assertThat(PathGlob.of("*".repeat(4_000) + "b").matches(path)).isFalse();
    }
}

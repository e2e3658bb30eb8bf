package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the leg linux/arm64 of ghcr.io/org/app keeps its cache. */
class CacheScopesTest {
    private static final CacheScopes ARM64 =
            new CacheScopes(Reference.parse("ghcr.io/org/app"), Platform.parse("linux/arm64"));

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            of GitHub                     | --cache-to=type=gha,mode=max          | --cache-to=type=gha,mode=max,scope=org-app-linux-arm64
            of GitHub, with a scope       | --cache-to=type=gha,scope=x,mode=max  | --cache-to=type=gha,mode=max,scope=x-org-app-linux-arm64
            a scope of a matrix           | --cache-to=type=gha,scope=linux-arm64 | --cache-to=type=gha,scope=linux-arm64
            a scope of another leg        | --cache-to=type=gha,scope=linux-arm   | --cache-to=type=gha,scope=linux-arm-org-app-linux-arm64
            what GitHub keeps is read     | --cache-from=type=gha                 | --cache-from=type=gha,scope=org-app-linux-arm64
            in the image's repository     | --cache-to=type=registry,ref=ghcr.io/org/app:c,mode=max | --cache-to=type=registry,mode=max,ref=ghcr.io/org/app:c-linux-arm64
            in another repository         | --cache-to=type=registry,ref=ghcr.io/org/cache:c | --cache-to=type=registry,ref=ghcr.io/org/cache:c-org-app-linux-arm64
            without a tag                 | --cache-to=ghcr.io/org/cache          | --cache-to=type=registry,ref=ghcr.io/org/cache:latest-org-app-linux-arm64
            a tag of a matrix             | --cache-to=type=registry,ref=ghcr.io/org/app:c-linux-arm64 | --cache-to=type=registry,ref=ghcr.io/org/app:c-linux-arm64
            read, with what all shared    | --cache-from=type=registry,ref=ghcr.io/org/app:c | --cache-from=type=registry,ref=ghcr.io/org/app:c-linux-arm64 --cache-from=type=registry,ref=ghcr.io/org/app:c
            read from a digest            | --cache-from=type=registry,ref=a@sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a | --cache-from=type=registry,ref=a@sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a
            in a folder                   | --cache-to type=local,dest=c/         | --cache-to=type=local,dest=c/linux-arm64
            from a folder                 | --cache-from=type=local,src=c         | --cache-from=type=local,src=c/linux-arm64
            in a bucket                   | --cache-to=type=s3,bucket=b           | --cache-to=type=s3,bucket=b,name=org-app-linux-arm64
            in the image                  | --cache-to=type=inline                | --cache-to=type=inline
            what quotes keep together     | --cache-to=type=local,"dest=a,b"      | --cache-to=type=local,"dest=a,b/linux-arm64"
            what buildx will refuse       | --cache-to=type=registry,ref=A:b      | --cache-to=type=registry,ref=A:b
            what looks like one           | --label --cache-to --build-arg type=gha | --label --cache-to --build-arg type=gha
            """)
    void eachLegHasItsOwn(String name, String given, String scoped) {
        assertThat(String.join(" ", ARM64.in(List.of(given.split(" "))))).isEqualTo(scoped);
    }

    @Test
    void aTagKeepsItsEndAndItsLength() {
        Reference own = ARM64.place(Reference.parse("ghcr.io/org/app:" + "x".repeat(128)));
        assertThat(own.tag().orElseThrow()).hasSize(128).endsWith("x-linux-arm64");
    }
}

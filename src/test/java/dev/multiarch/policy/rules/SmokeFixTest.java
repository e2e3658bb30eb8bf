package dev.multiarch.policy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmokeFixTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "no command was run in this image; run it: multiarch verify-index --run",
                "it is in an archive, and a builder takes images from a registry or a layout's folder; unpack it into a folder",
                "ERROR: no builder \"ci\" found; create it: docker buildx create",
                "builder ci can't be used: no nodes; docker buildx inspect --bootstrap shows",
                "its config is unknown: GET ended with 404; push this image again",
                "its config says linux/arm64, and a builder runs it as that; build {platform} again",
                "it has 1 ONBUILD instruction, which a builder would run first; test an image that is built on this one",
                "the image has neither an entrypoint nor a command; name a command",
                "the command has 9000 characters, and at most 8000 can be run; put the command into a script",
                "the builder can't run programs for linux/s390x: the probe failed; set up emulation",
                "what exited with 0 is not known to be a program for linux/arm64: /a is neither ELF nor a script; name a program",
                "what exited with 0 is not known to be a program for linux/x: there is no probe for linux/x; image.elf-machine",
                "the build was cancelled before the program ended; run it again",
                "failed to authorize: 401 Unauthorized; docker login",
                "something else; change what the builder complains of, and run it again",
            })
    void eachCauseHasItsOwn(String cause, String fix) {
        assertThat(SmokeFix.of(cause)).startsWith(fix);
        assertThat(SmokeFix.cause(cause)).isEqualTo(cause);
    }

    @Test
    void aCauseThatSaysWhatToDoIsLeftToThat() {
        String why = "no buildx was found. Fix: install it";
        assertThat(SmokeFix.of(why)).isEqualTo("install it");
        assertThat(SmokeFix.cause(why)).isEqualTo("no buildx was found");
    }
}

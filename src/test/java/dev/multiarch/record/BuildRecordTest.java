package dev.multiarch.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.JsonSchemas;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuildRecordTest {
    private static final String WHOLE =
            new String(Example.built("p1", "linux/arm/v7", 2).write(), StandardCharsets.UTF_8);

    @Test
    void readsBackAsItWasWritten() {
        BuildRecord built = Example.built("p1", "linux/arm/v7", 2);
        BuildRecord failed = Example.failed("p1", "linux/amd64", 1);

        assertThat(BuildRecord.read(built.write(), "r")).isEqualTo(built);
        assertThat(BuildRecord.read(failed.write(), "r")).isEqualTo(failed);
    }

    /** Labels alone, or annotations of the layout alone, are asked for too. */
    @Test
    void eachKindOfAnnotationIsKept() {
        for (String kind : List.of("index", "descriptor", "layout", "origin")) {
            String text = WHOLE.substring(0, WHOLE.lastIndexOf('}')).stripTrailing() + ",\n  \"annotations\" : {\""
                    + kind + "\" : {\"org.opencontainers.image.version\" : \"1.0\"}}\n}\n";
            BuildRecord read = BuildRecord.read(text.getBytes(StandardCharsets.UTF_8), "record x");
            assertThat(new String(read.write(), StandardCharsets.UTF_8))
                    .as(kind)
                    .contains("\"" + kind + "\" : {\n", "1.0");
        }
    }

    /** What a later version adds is read over, and stays in the file's digest; a later major version is refused. */
    @Test
    void aNewerMinorVersionIsReadAndANewerMajorOneIsNot() {
        String newer = WHOLE.replace("record/v1\"", "record/v1.12\", \"signed-by\": {\"keys\": [1, null]}");
        BuildRecord record = BuildRecord.read(bytes(newer), "record x");

        assertThat(record.leg())
                .isEqualTo(Example.built("p1", "linux/arm/v7", 2).leg());
        assertThat(record.claim().record()).isEqualTo(Digest.of(bytes(newer)));
        for (String version : List.of("v2", "v2.1", "v0", "v10")) {
            assertThatThrownBy(() -> BuildRecord.read(
                            bytes(WHOLE.replace("record/v1\"", "record/" + version + "\"")), "record x"))
                    .hasMessage(
                            "record x: schema: expected \"dev.multiarch.record/v1\", found \"dev.multiarch.record/"
                                    + version
                                    + "\", of another version of multiarch. Fix: use the version that wrote it, or a later one");
        }
        for (String other :
                List.of("dev.multiarch.plan/v1", "dev.multiarch.record/v1x", "dev.multiarch.record/v1.", "x")) {
            assertThatThrownBy(
                            () -> BuildRecord.read(bytes(WHOLE.replace("dev.multiarch.record/v1", other)), "record x"))
                    .hasMessage("record x: schema: expected \"dev.multiarch.record/v1\", found \"" + other + "\"");
        }
    }

    @Test
    void basesAreKnownOrNoneOrNotLookedFor() throws IOException {
        BuildRecord record = Example.built("p1", "linux/arm/v7", 2);
        Digest index = Digest.of(bytes("index"));
        Digest manifest = Digest.of(bytes("manifest"));
        var base = BaseImage.of("docker.io/library/alpine:3.22", index, manifest, "");
        BuildRecord known = record.with(Fact.known(List.of(base), FactSource.COMMAND));
        BuildRecord scratch = record.with(Fact.known(List.of(), FactSource.COMMAND));
        BuildRecord away = record.with(Fact.unknown("docker.io does not answer"));
        var unknown = new BaseImage("ghcr.io/org/tools:1", Fact.unknown("ghcr.io does not answer"), "tools");
        BuildRecord some = record.with(Fact.known(List.of(unknown, base), FactSource.COMMAND));

        assertThat(record.bases().isKnown()).isFalse();
        for (BuildRecord each : List.of(known, scratch, away, some)) {
            assertThat(BuildRecord.read(each.write(), "r")).isEqualTo(each);
            assertThat(JsonSchemas.errors("record-v1.schema.json", text(each))).isEmpty();
        }
        String wrong = text(known).replace(manifest.toString(), "sha256:1");
        assertThatThrownBy(() -> BuildRecord.read(bytes(wrong), "record x"))
                .hasMessageStartingWith("record x: digest \"sha256:1\"");
    }

    @Test
    void noMoreBasesAreReadThanADockerfileHas() {
        var base = BaseImage.of("a", Digest.of(bytes("i")), Digest.of(bytes("m")), "");
        BuildRecord many = Example.built("p1", "linux/arm/v7", 2)
                .with(Fact.known(Collections.nCopies(101, base), FactSource.COMMAND));
        assertThatThrownBy(() -> BuildRecord.read(many.write(), "record x"))
                .hasMessage("record x: bases.value: expected at most 100 base images, found 101");
    }

    @Test
    void itsKeyHoldsNoSlashOfThePlatform() {
        assertThat(Example.built("p1", "linux/arm/v7", 2).key()).isEqualTo("p1/linux-arm-v7/2.json");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, 200, 900})
    void oneCutShortIsRefused(int length) {
        assertThatThrownBy(() -> BuildRecord.read(bytes(WHOLE.substring(0, length)), "record x"))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("record x");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            another schema      | dev.multiarch.record/v1        | dev.multiarch.plan/v1  | record x: schema: expected "dev.multiarch.record/v1", found "dev.multiarch.plan/v1"
            an unknown outcome  | "built"                        | "fine"                 | record x: outcome: expected "built" or "failed", found "fine"
            attempt as text     | "attempt" : 2                  | "attempt" : "2"        | record x: attempt: expected a whole number, found text
            attempt zero      | "attempt" : 2                  | "attempt" : 0          | record x: attempt: expected a number from 1, found 0
            a digest cut short  | "leg" : "sha256:               | "leg" : "sha256:0      | record x: digest "sha256:0
            an unknown source   | "learnt" : "entry"             | "learnt" : "hearsay"   | record x: host.binfmt.learnt: expected one of [entry, probe, command, record, annotation, registry, cache, layout, option], found "hearsay"
            a negative time     | "seconds" : 754.213,           | "seconds" : -1,        | record x: emulatedTime.value.seconds: expected a number of seconds from 0, found -1.0
            a date as time      | "started" : "2026-01-31T12:00:00Z" | "started" : "2026" | record x: started: expected a time such as 2026-01-31T12:00:00Z, found "2026"
            a date out of time  | "started" : "2026-01-31T12:00:00Z" | "started" : "-999999999-01-31T12:00:00Z" | record x: started: expected a time such as
            a kernel of lines   | 6.8.0-1021-azure               | 6.8\\u0000\\n::error::x | record x: host.kernel.value: expected one line of at most 4096 characters
            an end first        | "started" : "2026-01-31T12:00:00Z" | "started" : "2036-01-31T12:00:00Z" | record x: linux/arm/v7: attempt 2 finished before it started
            a line out of range | "line" : 4                     | "line" : 99999999999   | record x: emulatedTime.value.steps[0].line: expected a line's number from 0, found 99999999999
            a key twice         | "attempt" : 2                  | "attempt":2,"attempt":2 | record x is not valid JSON: Duplicate field 'attempt'
            """)
    void whatIsNoRecordIsRefused(String name, String found, String replacement, String message) {
        assertThat(WHOLE).contains(found);
        assertThatThrownBy(() -> BuildRecord.read(bytes(WHOLE.replace(found, replacement)), "record x"))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(message);
    }

    private static String text(BuildRecord record) {
        return new String(record.write(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

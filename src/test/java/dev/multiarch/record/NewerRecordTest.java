package dev.multiarch.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.fact.Claim;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.record.SmokeResult.End;
import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record of a later minor version may hold words that are not known here: each costs the fact that it is part of, no more. */
class NewerRecordTest {
    private static final SmokeCommand COMMAND =
            new SmokeCommand(false, List.of("/app"), Map.of(), SmokeCommand.USUAL_LIMIT);
    private static final SmokeCommand OTHER =
            new SmokeCommand(false, List.of("/other"), Map.of(), SmokeCommand.USUAL_LIMIT);

    private static final String ADVICE = ", and it is a newer \"dev.multiarch.record/v1.3\". Fix: use the version of"
            + " multiarch that wrote it, or a later one";

    @TempDir
    private Path folder;

    private static BuildRecord record() {
        Digest digest = Digest.of(bytes("x"));
        var results = List.of(
                SmokeResult.of(COMMAND, End.TIMED_OUT, 0, "it ran", bytes("a"), false, Duration.ofSeconds(1)),
                SmokeResult.of(OTHER, End.EXITED, 7, "", bytes("b"), false, Duration.ofSeconds(1)));
        var run = new SmokeRun(
                Fact.known(true, FactSource.PROBE), Fact.unknown("nobody looked"), Fact.unknown("so"), results);
        return Example.built("p1", "linux/arm/v7", 2)
                .with(Fact.known(List.of(BaseImage.of("docker.io/a:1", digest, digest, "")), FactSource.REGISTRY))
                .tried(Fact.known(run, FactSource.PROBE));
    }

    private static String text(String version, String found, String replacement) {
        String whole = new String(record().write(), StandardCharsets.UTF_8);
        assertThat(whole).contains(found);
        return whole.replace("record/v1\"", "record/" + version + "\"").replace(found, replacement);
    }

    @ParameterizedTest(name = "{0}: {1} becomes {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            time     | "basis" : "steps"      | "basis" : "cycles"      | emulatedTime.value.basis: expected "steps" or "leg", found "cycles"
            time     | "seconds" : 754.213,   | "seconds" : "long",     | emulatedTime.value.seconds: expected a number, found text
            flags    | "enabled" : true       | "enabled" : "lazily"    | host.binfmt.value.enabled: expected true or false, found text
            smoke    | "run" : [              | "script" : [            | smoke.value.results[0].run: missing, expected a command's words
            bases    | "indexDigest" : "sha256 | "indexDigest" : "blake | digest "blake
            bases    | "manifestDigest"       | "manifestHash"          | bases.value[0].manifestDigest: missing, expected text
            kernel   | "value" : "6.8.0-1021-azure" | "value" : {"name" : "linux"} | host.kernel.value: expected text, found an object
            kernel   | "value" : "6.8.0-1021-azure" | "range" : [1]     | host.kernel.unknown: missing, expected text
            """)
    void aValueThatIsNotKnownHereMakesItsFactUnknown(String fact, String found, String replacement, String why) {
        assertThatThrownBy(() -> BuildRecord.read(bytes(text("v1", found, replacement)), "record x"))
                .as("of our own version it is malformed")
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(why);
        assertThatThrownBy(() -> BuildRecord.read(bytes(text("v1.0", found, replacement)), "record x"))
                .isInstanceOf(FormatException.class);

        byte[] newer = bytes(text("v1.3", found, replacement));
        BuildRecord record = BuildRecord.read(newer, "record x");
        Map<String, Fact<?>> facts = facts(record);
        assertThat(facts.remove(fact).reason()).contains(why).endsWith(ADVICE);
        assertThat(facts.values()).as("all others").allMatch(Fact::isKnown);
        assertThat(record.claim().record()).isEqualTo(Digest.of(newer));
    }

    private static Map<String, Fact<?>> facts(BuildRecord record) {
        BuildFacts facts = BuildFacts.of(record);
        return new HashMap<>(Map.of(
                "time", facts.emulatedTime(),
                "flags", facts.binfmtFlags(),
                "smoke", facts.smoke(),
                "bases", record.bases(),
                "kernel", facts.kernel(),
                "emulated", facts.emulated()));
    }

    /** Its author vouches for it in any case. */
    @Test
    void howAFactWasLearntCostsNothing() {
        BuildRecord record = BuildRecord.read(
                bytes(text("v1.3", "\"learnt\" : \"probe\"", "\"learnt\" : \"hypervisor\"")), "record x");
        assertThat(BuildFacts.of(record).emulated().value()).hasValue(true);
        assertThat(BuildFacts.of(record).emulated().claim()).map(Claim::plan).hasValue("p1");
        assertThat(record.emulated().learnt()).as("a claim, never more").hasValue(FactSource.RECORD);
    }

    /** What else is known of that run counts: a command that failed is a failure. */
    @Test
    void anEndThatIsNotKnownIsOfOneCommandOnly() {
        String newer = text("v1.3", "\"end\" : \"timed-out\"", "\"end\" : \"out-of-memory\"");
        SmokeRun run =
                BuildRecord.read(bytes(newer), "record x").smoke().value().orElseThrow();
        SmokeResult result = run.of(COMMAND).orElseThrow();
        assertThat(result.end()).isEqualTo(End.OTHER);
        assertThat(result.ended())
                .isEqualTo("ended as this version of multiarch does not understand: record x:"
                        + " smoke.value.results[0].end: expected how a program ended, found \"out-of-memory\""
                        + ADVICE);
        assertThat(run.of(OTHER)).map(SmokeResult::exit).hasValue(7);
        assertThat(run.covers(List.of(COMMAND)))
                .as("it is run again where that is asked for")
                .isFalse();
        for (String word : List.of("other", "out-of-memory")) {
            String ours = text("v1", "\"end\" : \"timed-out\"", "\"end\" : \"" + word + "\"");
            assertThatThrownBy(() -> BuildRecord.read(bytes(ours), "record x"))
                    .hasMessageEndingWith(
                            "smoke.value.results[0].end: expected how a program ended, found \"" + word + "\"");
        }
    }

    /** Without what a record is about there is none; that it is damaged nobody can say. */
    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "outcome" : "built"   | "outcome" : "reused"    | outcome: expected "built" or "failed", found "reused"
            "attempt" : 2         | "attempt" : "second"    | attempt: expected a whole number, found text
            "platform" : "linux/arm/v7" | "platform" : "all of them" | platform "all of them" is malformed
            """)
    void whatItIsAboutMustBeKnown(String found, String replacement, String why) throws Exception {
        try (var store = new RecordStore(new DirectoryStore(folder), warning -> {})) {
            String key = record().key();
            assertThatThrownBy(() -> store.read(key, bytes(text("v1.3", found, replacement))))
                    .isInstanceOf(FormatException.class)
                    .hasMessageStartingWith("record " + key + ": ")
                    .hasMessageContaining(why)
                    .hasMessageEndingWith(ADVICE);
            assertThatThrownBy(() -> store.read(key, bytes(text("v1", found, replacement))))
                    .hasMessageEndingWith(
                            ". Fix: copy it again if another store has it, or remove it and build that leg again");
            assertThatThrownBy(() -> store.read(key, bytes(text("v2.3", found, replacement))))
                    .hasMessageEndingWith(", found \"dev.multiarch.record/v2.3\", of another version of multiarch."
                            + " Fix: use the version that wrote it, or a later one");
        }
    }

    /** Clients read it in different ways, whatever version it has. */
    @Test
    void twoSpellingsOfOneNameAreRefusedInAnyVersion() {
        String newer = text("v1.3", "\"learnt\" : \"probe\"", "\"learnt\" : \"probe\", \"Value\" : false");
        assertThatThrownBy(() -> BuildRecord.read(bytes(newer), "record x")).hasMessageContaining("programs in Go");
    }

    /** A store keeps the bytes that it was given. */
    @Test
    void copyingKeepsWhatIsNotKnown() throws Exception {
        byte[] newer = bytes(text("v1.3", "\"basis\" : \"steps\"", "\"basis\" : \"cycles\""));
        try (var store = new RecordStore(new DirectoryStore(folder), warning -> {})) {
            BuildRecord record = BuildRecord.read(newer, "record x");
            store.put(record, newer);
            assertThat(store.get(record.key())).isEqualTo(newer);
            assertThat(store.of(record.digest().orElseThrow()))
                    .map(BuildRecord::file)
                    .hasValue(Optional.of(Digest.of(newer)));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

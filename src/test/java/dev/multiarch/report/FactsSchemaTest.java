package dev.multiarch.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.JsonSchemas;
import dev.multiarch.host.HostFact;
import dev.multiarch.host.HostRoot;
import dev.multiarch.host.HostSurvey;
import dev.multiarch.host.LocalHost;
import dev.multiarch.host.Surveyor;
import dev.multiarch.image.Platform;
import dev.multiarch.json.Json;
import dev.multiarch.policy.HostSubject;
import dev.multiarch.policy.Judgement;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.process.Programs;
import dev.multiarch.record.SurveyJson;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Facts of hosts hold to their schema, and say to their reader what the host said; what the schema refuses it refuses. */
class FactsSchemaTest {
    @TempDir
    Path root;

    static List<HostRoot> roots() throws IOException {
        return HostRoot.all();
    }

    @ParameterizedTest
    @MethodSource("roots")
    void factsOfAHostAreReadAsTheyWereWritten(HostRoot host) throws Exception {
        host.lay(root);
        HostSurvey survey = survey();
        byte[] facts = Json.write(SurveyJson.write(survey));
        assertThat(errors(facts)).isEmpty();
        HostSurvey read = SurveyJson.read(facts, "facts");
        assertThat(read).isEqualTo(survey);
        assertThat(verdict(read)).isEqualTo(verdict(survey));
    }

    @Test
    void thisHostsAreNoOther() throws Exception {
        HostSurvey survey = new Surveyor(new Programs(p -> {}), System.getenv(), new LocalHost(Path.of("/")))
                .survey("this host", Optional.empty(), List.of(Platform.parse("linux/amd64")));
        byte[] facts = Json.write(SurveyJson.write(survey));
        assertThat(errors(facts)).isEmpty();
        assertThat(SurveyJson.read(facts, "facts")).isEqualTo(survey);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"dev.multiarch.facts/v1\"   | \"dev.multiarch.facts/v2\"",
                "\"host\" :                   | \"Host\" :",
                "\"host\" : \"there\"         | \"host\" : 1",
                "\"host\" : \"there\"         | \"host\" : \"a\\u001b[2J\"",
                "\"kernel\" : {               | \"kernels\" : {",
                "\"5.10.0-28-amd64\"          | 5",
                "\"5.10.0-28-amd64\"          | \"5\\n\"",
                "\"entry\"                    | \"hearsay\"",
                "\"unknown\" :                | \"why\" :",
                "\"name\" :                   | \"nahme\" :",
                "\"emulated\" : {             | \"emulates\" : {",
                "\"value\" : true             | \"value\" : \"true\"",
                "\"odd\" : [ ]                | \"odd\" : [ 1 ]",
                "\"odd\" : [ ]                | \"odd\" : { }",
            })
    void whatTheSchemaRefusesItsReaderRefuses(String good, String bad) throws Exception {
        HostRoot.all().get(5).lay(root);
        String facts = new String(Json.write(SurveyJson.write(survey())), StandardCharsets.UTF_8);
        byte[] wrong = facts.replace(good, bad).getBytes(StandardCharsets.UTF_8);
        assertThat(facts).contains(good);
        assertThat(errors(wrong)).isNotEmpty();
        assertThatThrownBy(() -> SurveyJson.read(wrong, "facts")).isInstanceOf(FormatException.class);
    }

    /** A later minor version may know more facts, and more ways to learn them; what can't be read of it is unknown. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"kernel\" : {               | \"hypervisor\" : {          | it was not checked",
                "\"5.10.0-28-amd64\"          | [ 5, 10 ]                   | facts: facts.kernel.value: expected text, found a list,",
            })
    void aWordOfALaterMinorVersionCostsItsFactAlone(String ours, String theirs, String why) throws Exception {
        HostRoot.all().get(5).lay(root);
        String facts = new String(Json.write(SurveyJson.write(survey())), StandardCharsets.UTF_8);
        String newer = facts.replace("facts/v1\"", "facts/v1.1\"")
                .replaceFirst(Pattern.quote(ours), Matcher.quoteReplacement(theirs));
        HostSurvey read = SurveyJson.read(newer.getBytes(StandardCharsets.UTF_8), "facts");
        assertThat(read.fact(HostFact.KERNEL).reason()).startsWith(why);
        assertThat(read.platforms()).isEqualTo(survey().platforms());
        assertThat(read.facts().keySet()).isSubsetOf(survey().facts().keySet());
    }

    private HostSurvey survey() {
        return new Surveyor(new Programs(p -> {}), Map.of("PATH", ""), new LocalHost(root))
                .survey("there", Optional.empty(), List.of(Platform.parse("linux/arm64"), Platform.parse("linux/386")));
    }

    private static Verdict verdict(HostSurvey survey) throws Exception {
        var preset = PolicyReader.read("host", Path.of("").toAbsolutePath());
        return Judgement.judge(List.of(preset), HostSubject.of(survey));
    }

    private static List<String> errors(byte[] json) throws IOException {
        return JsonSchemas.errors("facts-v1.schema.json", new String(json, StandardCharsets.UTF_8));
    }
}

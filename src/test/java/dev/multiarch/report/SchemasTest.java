package dev.multiarch.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What other programs read holds to the schema that they read it by. */
class SchemasTest {
    /** What Jenkins' junit-10.xsd allows in an element: attributes, then elements; {@code !} marks what must. */
    private static final Map<String, String> JUNIT = Map.of(
            "testsuites", "name time tests failures errors | testsuite",
            "testsuite",
                    "!name !tests !failures !errors group time skipped timestamp hostname id package file log url"
                            + " | testsuite properties testcase system-out system-err",
            "properties", "| property",
            "property", "!name !value |",
            "testcase", "!name time classname group | skipped error failure system-out system-err",
            "skipped", "type message |",
            "failure", "type message |",
            "error", "type message |",
            "system-out", "|");

    static Stream<Verdict> verdicts() {
        var nothing = new Verdict(
                new Verdict.OfHost("builder-1"), SampleVerdict.verdict().policies(), List.of());
        var host = new Verdict(
                new Verdict.OfHost("x" + SampleVerdict.HOSTILE),
                SampleVerdict.verdict().policies(),
                SampleVerdict.verdict().findings());
        var files = new Verdict(
                new Verdict.OfDockerfiles(
                        Map.of("x" + SampleVerdict.HOSTILE, Digest.of(new byte[0])),
                        List.of(Platform.parse("linux/arm64"))),
                SampleVerdict.verdict().policies(),
                SampleVerdict.verdict().findings());
        return Stream.of(SampleVerdict.verdict(), host, nothing, files);
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void jsonIsReadAsItWasPrinted(Verdict verdict) {
        byte[] json = Reports.JSON.write(verdict, SampleVerdict.CONTEXT);
        assertThat(new String(
                        Reports.JSON.write(Reports.read(json, "verdict.json"), SampleVerdict.CONTEXT),
                        StandardCharsets.UTF_8))
                .isEqualTo(new String(json, StandardCharsets.UTF_8));
    }

    /** How something was learnt does not decide; a severity does, so without it there is no verdict. */
    @Test
    void ofALaterMinorVersionAWordThatDecidesMustBeKnown() {
        String ours =
                new String(Reports.JSON.write(SampleVerdict.verdict(), SampleVerdict.CONTEXT), StandardCharsets.UTF_8);
        String newer = ours.replace("verdict/v1\"", "verdict/v1.1\"");
        String learnt = newer.replaceFirst("\"learnt\" : \"[a-z]+\"", "\"learnt\" : \"oracle\"");
        assertThat(learnt).isNotEqualTo(newer);
        assertThat(Reports.read(learnt.getBytes(StandardCharsets.UTF_8), "verdict.json")
                        .outcome())
                .isEqualTo(SampleVerdict.verdict().outcome());
        String severity = newer.replaceFirst("\"severity\" : \"error\"", "\"severity\" : \"fatal\"");
        assertThatThrownBy(() -> Reports.read(severity.getBytes(StandardCharsets.UTF_8), "verdict.json"))
                .hasMessageContaining("severity: expected one of [")
                .hasMessageEndingWith("found \"fatal\", and it is a newer \"dev.multiarch.verdict/v1.1\". Fix: use the"
                        + " version of multiarch that wrote it, or a later one");
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void jsonIsAsItsSchemaSays(Verdict verdict) throws IOException {
        String schema = Files.readString(Path.of("policies/verdict-v1.schema.json"));
        assertThat(errors(schema, SpecVersion.VersionFlag.V202012, Reports.JSON.write(verdict, SampleVerdict.CONTEXT)))
                .isEmpty();
        assertThat(errors(schema, SpecVersion.VersionFlag.V202012, "{}".getBytes(StandardCharsets.UTF_8)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void sarifIsAsOasisSays(Verdict verdict) throws IOException {
        assertThat(sarifErrors(Reports.SARIF.write(verdict, SampleVerdict.CONTEXT)))
                .isEmpty();
        assertThat(sarifErrors("{}".getBytes(StandardCharsets.UTF_8))).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void junitHoldsWhatJenkinsReads(Verdict verdict) throws Exception {
        assertThat(junit(Reports.JUNIT.write(verdict, SampleVerdict.CONTEXT))
                        .getElementsByTagName("testcase")
                        .getLength())
                .isEqualTo(verdict.findings().size());
    }

    static List<String> sarifErrors(byte[] json) throws IOException {
        try (InputStream in = SchemasTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            String schema = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return errors(schema, SpecVersion.VersionFlag.V7, json);
        }
    }

    /** The root of what Jenkins would read. */
    static Element junit(byte[] xml) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        Element root = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml))
                .getDocumentElement();
        assertThat(root.getTagName()).isEqualTo("testsuites");
        check(root);
        return root;
    }

    private static List<String> errors(String schema, SpecVersion.VersionFlag version, byte[] json) {
        JsonSchema read = JsonSchemaFactory.getInstance(version).getSchema(schema);
        return read.validate(new String(json, StandardCharsets.UTF_8), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static void check(Element element) {
        assertThat(JUNIT).containsKey(element.getTagName());
        String[] allowed = JUNIT.get(element.getTagName()).split("\\|", 2);
        var attributes = new TreeMap<String, Boolean>();
        for (String name : allowed[0].strip().split(" +")) {
            attributes.put(name.replace("!", ""), name.startsWith("!"));
        }
        var found = new TreeSet<String>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            found.add(element.getAttributes().item(i).getNodeName());
        }
        assertThat(attributes.keySet()).containsAll(found);
        assertThat(found)
                .containsAll(
                        attributes.keySet().stream().filter(attributes::get).collect(Collectors.toSet()));
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                assertThat(List.of(allowed[1].strip().split(" +"))).contains(inner.getTagName());
                check(inner);
            }
        }
    }
}

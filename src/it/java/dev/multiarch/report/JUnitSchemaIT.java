package dev.multiarch.report;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.it.Stack;
import dev.multiarch.policy.Verdict;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.SAXException;

/** Jenkins' own schema takes what we call JUnit XML. */
class JUnitSchemaIT {
    private Validator schema;

    static Stream<Verdict> verdicts() {
        return SchemasTest.verdicts();
    }

    @BeforeEach
    void read() throws SAXException {
        Stack.require();
        Path xsd = Path.of(Stack.variable("MULTIARCH_IT_JUNIT_SCHEMA"));
        schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(xsd.toFile())
                .newValidator();
    }

    private void validate(byte[] xml) throws Exception {
        schema.validate(new StreamSource(new ByteArrayInputStream(xml)));
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void takesEachVerdictAndNothingElse(Verdict verdict) {
        byte[] xml = Reports.JUNIT.write(verdict, SampleVerdict.CONTEXT);
        assertThatCode(() -> validate(xml)).doesNotThrowAnyException();
        String other = new String(xml, StandardCharsets.UTF_8).replaceFirst("<testsuites", "<testsuites odd=\"1\"");
        assertThatThrownBy(() -> validate(other.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("odd");
    }
}

package dev.multiarch.report;

import static dev.multiarch.report.SampleVerdict.HOSTILE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.JsonSchemas;
import dev.multiarch.policy.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts on many images in one document, some of whose texts others wrote. */
class ImageReportsTest {
    private static final ImageVerdicts.Each JUDGED = new ImageVerdicts.Each(
            "registry.example/app:1" + HOSTILE, Optional.of(SampleVerdict.verdict()), "", "… and 3 more" + HOSTILE);
    private static final ImageVerdicts.Each UNREAD =
            new ImageVerdicts.Each("registry.example/b:1" + HOSTILE, Optional.empty(), "404 " + HOSTILE, "");

    private static byte[] print(Reports form, ImageVerdicts.Each... each) {
        var all = new ImageVerdicts(SampleVerdict.verdict().policies(), List.of(each));
        return new ImageReports(all).write(form, SampleVerdict.CONTEXT);
    }

    private static String text(Reports form, ImageVerdicts.Each... each) {
        return new String(print(form, each), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void nothingHostileComesThrough(Reports form) {
        String text = text(form, JUDGED, UNREAD);
        for (String hostile :
                List.of("\u001b", "\u0007", "\u202e", "\u2066", "\u009b", "\u2028", "\u0085", "##[", "\n::", "\r")) {
            assertThat(text).doesNotContain(hostile);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<b>", "@you", "#1", "![i]", "[l](1)", "https://", "<script>", " |`"})
    void markdownObeysNothing(String hostile) {
        var unread = new ImageVerdicts.Each("registry.example/b:1", Optional.empty(), "404 " + HOSTILE, "");
        assertThat(text(Reports.MARKDOWN, JUDGED, unread)).doesNotContain(hostile); // a name is code
    }

    @ParameterizedTest
    @ValueSource(strings = {"<b>|", "<script>", "]]>", "\uffff"})
    void markupObeysNothing(String hostile) {
        assertThat(text(Reports.HTML, JUDGED, UNREAD)).doesNotContain(hostile);
        assertThat(text(Reports.JUNIT, JUDGED, UNREAD)).doesNotContain(hostile);
    }

    @Test
    void programsReadThemByTheSchemasThatTheyKnow() throws Exception {
        int findings = SampleVerdict.verdict().findings().size();
        assertThat(JsonSchemas.errors("verdicts-v1.schema.json", text(Reports.JSON, JUDGED, UNREAD)))
                .isEmpty();
        assertThat(SchemasTest.sarifErrors(print(Reports.SARIF, JUDGED, UNREAD)))
                .isEmpty();
        assertThat(SchemasTest.junit(print(Reports.JUNIT, JUDGED, UNREAD))
                        .getElementsByTagName("testcase")
                        .getLength())
                .isEqualTo(findings + 1);
        assertThat(SchemasTest.junit(print(Reports.JUNIT, UNREAD)).getAttribute("errors"))
                .isEqualTo("1");
    }

    @Test
    void aSummaryWithoutRoomForAllSaysHowManyAreLeft() {
        List<ImageVerdicts.Each> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(JUDGED);
        }
        String text = text(Reports.MARKDOWN, many.toArray(ImageVerdicts.Each[]::new));
        assertThat(text.length()).isLessThan(65_535);
        assertThat(text).containsPattern("\\*[0-9]+ more images do not fit here");
    }

    @Test
    void findingsOfOneRepositoryHaveTheCategoryOfThatRepository() {
        var one = new ImageVerdicts.Each("registry.example/app:1", Optional.of(SampleVerdict.verdict()), "", "");
        var other = new ImageVerdicts.Each("registry.example/app:2", Optional.of(SampleVerdict.verdict()), "", "");
        var third = new ImageVerdicts.Each("registry.example/b:1", Optional.of(SampleVerdict.verdict()), "", "");
        assertThat(text(Reports.SARIF, one, other)).contains("\"multiarch/registry.example/app/\"");
        assertThat(text(Reports.SARIF, one, third)).contains("\"multiarch/images/\"");
    }

    @Test
    void theWorstDecides() {
        assertThat(new ImageVerdicts(List.of(), List.of(UNREAD, JUDGED)).outcome())
                .isEqualTo(Outcome.FAIL);
        assertThat(new ImageVerdicts(List.of(), List.of(UNREAD)).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(new ImageVerdicts(List.of(), List.of()).outcome()).isEqualTo(Outcome.UNKNOWN);
    }
}

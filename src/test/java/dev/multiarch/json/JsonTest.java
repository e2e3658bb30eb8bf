package dev.multiarch.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject read(String text) {
        return Json.read(bytes(text), "doc");
    }

    @Test
    void valuesComeAsTheyAre() {
        JsonObject json =
                read("{\"t\": \"ä\\u0041\", \"n\": -5, \"max\": 9223372036854775807, \"d\": 1.5, \"f\": false,"
                        + " \"o\": {\"x\": {}}, \"l\": [\"a\", \"b\"], \"os\": [{}, {\"k\": \"v\"}], \"null\": null}");
        assertThat(json.text("t")).isEqualTo("äA");
        assertThat(json.number("n")).isEqualTo(-5);
        assertThat(json.number("max")).isEqualTo(Long.MAX_VALUE);
        assertThat(json.optionalDecimal("d")).contains(1.5);
        assertThat(json.optionalDecimal("n")).contains(-5.0);
        assertThat(json.flag("f")).isFalse();
        assertThat(json.object("o").object("x").path()).isEqualTo("o.x");
        assertThat(json.texts("l")).isEqualTo(List.of("a", "b"));
        assertThat(json.objects("os").get(1).text("k")).isEqualTo("v");
        assertThat(json.has("null")).isFalse();
        assertThat(json.optionalText("none")).isEmpty();
        assertThat(json.texts("none")).isEmpty();
        assertThat(json.textMap("none")).isEmpty();
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments("nothing", "", "doc is not a JSON object"),
                arguments("a list", "[]", "doc is not a JSON object"),
                arguments("text", "\"x\"", "doc is not a JSON object"),
                arguments("two documents", "{} {}", "doc holds something after its JSON object"),
                arguments("a byte order mark", "\ufeff{}", "doc is not valid JSON: it begins with a byte order mark"),
                arguments("a key twice", "{\"a\": 1, \"a\": 2}", "doc is not valid JSON: Duplicate field 'a'"),
                arguments(
                        "a key twice, once escaped",
                        "{\"a\": 1, \"\\u0061\": 2}",
                        "doc is not valid JSON: Duplicate field 'a'"),
                arguments(
                        "33 levels",
                        "{\"a\":".repeat(33) + "1" + "}".repeat(33),
                        "doc is not valid JSON: Document nesting depth (33) exceeds the maximum allowed (32, from"
                                + " `StreamReadConstraints.getMaxNestingDepth()`)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void whatIsNoDocumentIsRefused(String name, String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(FormatException.class).hasMessage(message);
    }

    static Stream<String> rubbish() {
        return Stream.of(
                "{",
                "{\"a\"",
                "{\"a\": }",
                "{'a': 1}",
                "{\"a\": 01}",
                "{\"a\": 1,}",
                "{\"a\": NaN}",
                "{\"a\": 1} // x",
                "{\"a\": \"\n\"}",
                "{a: 1}",
                "{\"a\": \"\\x\"}",
                "[".repeat(100_000),
                "{\"a\": " + "9".repeat(5000) + "}");
    }

    @ParameterizedTest
    @MethodSource("rubbish")
    void rubbishIsNoJson(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("doc ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(1100));
    }

    @Test
    void otherEncodingsAreRefused() {
        for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16)) {
            assertThatThrownBy(() -> Json.read("{\"a\": 1}".getBytes(charset), "doc"))
                    .as(charset.name())
                    .isInstanceOf(FormatException.class)
                    .hasMessageStartingWith("doc is not valid JSON: ");
        }
        byte[] overlong = "{\"lXYyers\": []}".getBytes(StandardCharsets.UTF_8);
        overlong[3] = (byte) 0xc1;
        overlong[4] = (byte) 0xa1;
        assertThatThrownBy(() -> Json.read(overlong, "doc")).hasMessage("doc is not valid JSON: it is not UTF-8");
    }

    @Test
    void sixteenMebibytesAreTheMost() {
        byte[] large = new byte[(16 << 20) + 1];
        Arrays.fill(large, (byte) ' ');
        large[0] = '{';
        large[large.length - 1] = '}';
        assertThatThrownBy(() -> Json.read(large, "doc")).hasMessage("doc is not valid JSON: larger than 16 MiB");
    }

    static Stream<Arguments> mistakes() {
        JsonObject json = read("{\"t\": \"x\", \"n\": 5, \"d\": 1.5, \"huge\": 99999999999999999999, \"f\": true,"
                + " \"o\": {\"in\": 1}, \"l\": [1, null, \"x\"], \"Spelt\": 1, \"both\": 1, \"BOTH\": 2, \"long\u017f\": 1, \"\u212aelvin\": 1,"
                + " \"kept\": 1, \"Kept\": null, \"dotless\u0131\": 1}");
        return Stream.of(
                mistake("missing", () -> json.text("none"), "none: missing, expected text"),
                mistake("text for a number", () -> json.number("t"), "t: expected a whole number, found text"),
                mistake("a fraction", () -> json.number("d"), "d: expected a whole number, found a number"),
                mistake("beyond a long", () -> json.number("huge"), "huge: expected a whole number, found a number"),
                mistake("a number for text", () -> json.text("n"), "n: expected text, found a number"),
                mistake("a flag for text", () -> json.text("f"), "f: expected text, found true or false"),
                mistake("text for a flag", () -> json.flag("t"), "t: expected true or false, found text"),
                mistake("a list for an object", () -> json.object("l"), "l: expected an object, found a list"),
                mistake("an object for a list", () -> json.texts("o"), "o: expected a list, found an object"),
                mistake("numbers for texts", () -> json.texts("l"), "l[0]: expected text, found a number"),
                mistake("numbers for objects", () -> json.objects("l"), "l[0]: expected an object, found a number"),
                mistake("within", () -> json.object("o").text("in"), "o.in: expected text, found a number"),
                mistake("a map of numbers", () -> json.textMap("o"), "o.in: expected text, found a number"),
                mistake("other case", () -> json.number("spelt"), "Spelt: " + spelling("spelt")),
                mistake("other case as well", () -> json.number("both"), "BOTH: " + spelling("both")),
                mistake("a long s", () -> json.number("longs"), "long\u017f: " + spelling("longs")),
                mistake("a Kelvin sign", () -> json.number("kelvin"), "\u212aelvin: " + spelling("kelvin")),
                mistake("other case and null", () -> json.number("kept"), "Kept: " + spelling("kept")),
                mistake(
                        "a dotless i is another letter",
                        () -> json.number("dotlessi"),
                        "dotlessi: missing, expected a whole number"),
                mistake("other case, asked for", () -> json.has("SPELT"), "Spelt: " + spelling("SPELT")));
    }

    private static String spelling(String name) {
        return "programs in Go, such as Docker, read this as \"" + name + "\", other programs do not; expected \""
                + name + "\" once, and no other spelling";
    }

    private static Arguments mistake(String name, Runnable read, String message) {
        return arguments(name, read, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aWrongMemberIsNamedByItsPath(String name, Runnable read, String message) {
        assertThatThrownBy(read::run).isInstanceOf(FormatException.class).hasMessage("doc: " + message);
    }

    @Test
    void namesThatPeopleChooseMayDifferInCase() {
        assertThat(read("{\"m\": {\"Foo\": null}}").textMap("m")).isEqualTo(Map.of("Foo", ""));
        assertThat(read("{\"m\": {\"Foo\": \"1\", \"foo\": \"2\"}}").textMap("m"))
                .isEqualTo(Map.of("Foo", "1", "foo", "2"));
    }

    @Test
    void aNullInAListIsNoText() {
        assertThatThrownBy(() -> read("{\"l\": [null]}").texts("l")).hasMessage("doc: l[0]: expected text, found null");
    }

    @Test
    void whatIsWrittenReadsBackToTheByte() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("z", "a\"b\\c\n\u0001é😀");
        tree.put("a", List.of(1L, 2.5, true, List.of(), Map.of()));
        tree.put("n", Map.of("i", 7L));
        byte[] written = Json.write(tree);
        assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo("""
                {
                  "z" : "a\\"b\\\\c\\n\\u0001é😀",
                  "a" : [
                    1,
                    2.5,
                    true,
                    [ ],
                    { }
                  ],
                  "n" : {
                    "i" : 7
                  }
                }
                """);
        assertThat(Json.read(written, "doc").members()).isEqualTo(tree);
        assertThat(Json.write(Json.read(written, "doc").members())).isEqualTo(written);
        assertThat(Json.writeLine(tree))
                .isEqualTo("{\"z\":\"a\\\"b\\\\c\\n\\u0001é😀\",\"a\":[1,2.5,true,[],{}],\"n\":{\"i\":7}}");
    }
}

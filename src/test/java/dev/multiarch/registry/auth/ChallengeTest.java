package dev.multiarch.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The grammar of WWW-Authenticate. */
class ChallengeTest {
    static Stream<Arguments> headers() {
        String bearer = "bearer{realm=https://a/t, scope=repository:b:pull,push, service=c}";
        return Stream.of(
                arguments(
                        "as registries send it",
                        "Bearer realm=\"https://a/t\",service=\"c\",scope=\"repository:b:pull,push\"",
                        bearer),
                arguments(
                        "another order, spaces",
                        "Bearer  scope=\"repository:b:pull,push\" , service = \"c\" ,realm =\"https://a/t\"",
                        bearer),
                arguments(
                        "any case",
                        "bEARER realm=\"https://a/t\", service=c, scope=\"repository:b:pull,push\"",
                        bearer),
                arguments("token values", "Bearer realm=a, service=b", "bearer{realm=a, service=b}"),
                arguments(
                        "two in one header", "Basic realm=\"x\", Bearer realm=\"y\"", "basic{realm=x} bearer{realm=y}"),
                arguments("scheme alone first", "Negotiate, Basic realm=\"x\"", "negotiate{} basic{realm=x}"),
                arguments("scheme alone last", "Basic realm=\"x\", Negotiate", "basic{realm=x} negotiate{}"),
                arguments("token68", "Negotiate YWJj/+==, Basic realm=x", "negotiate{} basic{realm=x}"),
                arguments("token68 alone", "Negotiate abc", "negotiate{}"),
                arguments(
                        "escaped quote",
                        "Basic realm=\"a \\\"b\\\", Bearer realm=\\\"c\"",
                        "basic{realm=a \"b\", Bearer realm=\"c}"),
                arguments(
                        "escaped backslash",
                        "Basic realm=\"a\\\\\", charset=\"UTF-8\"",
                        "basic{charset=UTF-8, realm=a\\}"),
                arguments("comma in a value", "Basic realm=\"a, Bearer realm=b\"", "basic{realm=a, Bearer realm=b}"),
                arguments("empty elements", ", ,Basic realm=\"x\",,, a=b,", "basic{a=b, realm=x}"),
                arguments("repeated parameter", "Basic realm=\"first\", realm=\"second\"", "basic{realm=first}"),
                arguments("empty value", "Bearer realm=\"\", service=", "bearer{realm=, service=}"),
                arguments("open quote", "Basic realm=\"x\", Bearer realm=\"y", "basic{realm=x} bearer{}"),
                arguments("no scheme", "=\"x\"", ""),
                arguments("rubbish behind", "Basic realm=\"x\" @@@", "basic{realm=x}"),
                arguments("nothing", "", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void isRead(String name, String header, String expected) {
        assertThat(printed(Challenge.parse(List.of(header)))).isEqualTo(expected);
    }

    @Test
    void parametersAreFoundInAnyCase() {
        Challenge challenge =
                Challenge.parse(List.of("Bearer REALM=\"x\", realm=\"y\"")).get(0);
        assertThat(challenge.parameter("realm")).contains("x");
    }

    @Test
    void severalHeadersCountTogether() {
        var challenges = Challenge.parse(List.of("Basic realm=\"x\"", "Bearer realm=\"y\""));
        assertThat(printed(challenges)).isEqualTo("basic{realm=x} bearer{realm=y}");
    }

    @Test
    void whateverComesReadingEnds() {
        Random random = new Random(1);
        String letters = "aB =\"\\,;/\t@é";
        for (int i = 0; i < 20_000; i++) {
            String header = random.ints(random.nextInt(24), 0, letters.length())
                    .collect(StringBuilder::new, (b, c) -> b.append(letters.charAt(c)), StringBuilder::append)
                    .toString();
            assertThat(Challenge.parse(List.of(header)).size()).as(header).isLessThanOrEqualTo(header.length());
        }
    }

    private static String printed(List<Challenge> challenges) {
        return String.join(
                " ", challenges.stream().map(c -> c.scheme() + c.parameters()).toList());
    }
}

package dev.multiarch.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnOptionsTest {
    private static final OwnOptions OWN =
            new OwnOptions(Set.of("--no-promote", "--quiet"), Set.of("--engine", "--output"));

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a flag of ours            | --no-promote                     | --no-promote       | ``
            a flag of buildx          | --pull --build-arg A=1           | ``                 | --pull --build-arg A=1
            both                      | --pull --no-promote --label a=b  | --no-promote       | --pull --label a=b
            a value in the next word  | --engine native --pull           | --engine native    | --pull
            a value in the same word  | --engine=native --pull           | --engine=native    | --pull
            the last word             | --engine                         | --engine           | ``
            dashes decide             | --quiet -- --quiet --engine x    | --quiet            | --quiet --engine x
            only buildx               | -- --no-promote                  | ``                 | --no-promote
            an exporter is buildx's   | --output type=docker             | ``                 | --output type=docker
            in one word too           | --output=type=docker             | ``                 | --output=type=docker
            an answer's file is ours  | --output verdict.json            | --output verdict.json | ``
            a longer name             | --no-promoted --engines x        | ``                 | --no-promoted --engines x
            """)
    void wordsGoToWhoKnowsThem(String name, String args, String ours, String theirs) {
        assertThat(OWN.split(List.of(args.split(" ")))).isEqualTo(new OwnOptions.Split(words(ours), words(theirs)));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}

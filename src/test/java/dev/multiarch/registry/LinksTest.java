package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The grammar of Link headers. */
class LinksTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "as registries send it      | </v2/a/tags/list?n=1&last=b>; rel=\"next\"      | /v2/a/tags/list?n=1&last=b",
                "no quotes                  | <?x>;rel=next                                   | ?x",
                "any case, spaces           | <?x> ; REL = \"Next\"                           | ?x",
                "other parameters           | <?x>; title=\"a;b,c\"; rel=\"next\"; x=y        | ?x",
                "several relations          | <?x>; rel=\"up next\"                           | ?x",
                "the second link            | <?a>; rel=\"first\", <?b>; rel=\"next\"         | ?b",
                "a comma in quotes          | <?a>; title=\"x, <?c>; rel=next\", <?b>;rel=next | ?b",
                "an escaped quote           | <?a>; title=\"\\\", <?c>; rel=next\", <?b>;rel=next | ?b",
                "another relation           | <?x>; rel=\"nexts\"                             | none",
                "no relation                | <?x>                                            | none",
                "the word in another place  | <?x>; title=\"rel=next\"                        | none",
                "no bracket                 | ?x; rel=\"next\"                                | none",
                "an open bracket            | <?x; rel=\"next\"                               | none",
                "an open quote              | <?x>; rel=\"next                                | ?x"
            })
    void isRead(String name, String header, String target) {
        assertThat(Links.next(List.of(header)).orElse("none")).isEqualTo(target);
    }

    @Test
    void theFirstOfSeveralHeadersCounts() {
        assertThat(Links.next(List.of("<?a>; rel=prev", "<?b>; rel=next", "<?c>; rel=next")))
                .contains("?b");
        assertThat(Links.next(List.of())).isEqualTo(Optional.empty());
    }

    /** A regular expression with a repeated group ran out of stack here. */
    @Test
    void manyParametersAreNoDeeperThanOne() {
        assertThat(Links.next(List.of("<?x>" + "; a=b".repeat(1_000_000) + "; rel=next")))
                .contains("?x");
        assertThat(Links.next(List.of("<".repeat(1_000_000)))).isEmpty();
    }
}

package dev.multiarch.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreFileTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            .multiarch             | true
            /.multiarch/           | true
            ./.multiarch           | true
            .multi*                | true
            .*                     | true
            *                      | true
            **                     | true
            **/.multiarch          | true
            .multiarch/*           | true
            .multiarch/**          | true
            .multiarc?             | true
            target⏎.multiarch⏎docs | true
            multiarch              | false
            #.multiarch            | false
            .multiarch/records     | false
            **/records             | false
            *⏎!src                 | true
            *⏎!.multiarch          | false
            !.multiarch⏎.multiarch | true
            .multiarch⏎!.multiarch/x | false
            `  .multiarch  `       | true
            ``                     | false
            .                      | false
            """)
    void leavesOut(String lines, boolean ignored) {
        assertThat(IgnoreFile.parse(lines.replace('⏎', '\n')).ignores(".multiarch/x"))
                .isEqualTo(ignored);
    }
}

package dev.multiarch.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * GitHub sets {@code github.token} while a job runs: in its steps, and in the defaults of an action's inputs. Anywhere else it
 * is empty, and neither act nor actionlint says so.
 */
class TokenPlacesTest {
    /** Expressions know no case, and spaces mean nothing in them. */
    private static final Pattern TOKEN = Pattern.compile(
            "\\$\\{\\{(?:(?!}}).)*?\\bgithub\\s*(?:\\.\\s*token\\b|\\[\\s*'token'\\s*])",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** {@code if:} takes an expression without its braces. */
    private static final Pattern BARE =
            Pattern.compile("\\bgithub\\s*(?:\\.\\s*token\\b|\\[\\s*'token'\\s*])", Pattern.CASE_INSENSITIVE);

    static List<WorkflowTexts> texts() throws IOException {
        // The reference shows the defaults of the action's inputs, where the token is set; action.yml itself is looked
        // at.
        return WorkflowTexts.all().stream()
                .filter(text -> !text.place().equals("docs/reference/action.md, text"))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void noTokenWhereItIsEmpty(WorkflowTexts text) {
        assertThat(faults(text)).isEmpty();
    }

    @Test
    void theReadmeShowsWorkflows() throws IOException {
        assertThat(texts().stream().filter(text -> text.place().startsWith("./README.md, block")))
                .hasSizeGreaterThan(2);
    }

    /** ⏎ is a line's end. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a secret of a called workflow  | jobs: {a: {uses: o/r/w.yml@v1, secrets: {password: '${{ github.token }}'}}}        | $.jobs.a.secrets.password
            without spaces                 | jobs: {a: {uses: o/r/w.yml@v1, secrets: {password: '${{github.token}}'}}}          | $.jobs.a.secrets.password
            as an index                    | jobs: {a: {uses: x, secrets: {p: "${{ github['token'] }}"}}}                       | $.jobs.a.secrets.p
            as an index, spaced            | jobs: {a: {uses: x, secrets: {p: "${{ github [ 'token' ] }}"}}}                    | $.jobs.a.secrets.p
            in capitals                    | jobs: {a: {uses: x, with: {t: '${{ GitHub.Token }}'}}}                             | $.jobs.a.with.t
            in a longer expression         | jobs: {a: {uses: x, with: {t: '${{ secrets.x && github.token }}'}}}                | $.jobs.a.with.t
            a job's condition              | jobs: {a: {if: "github.token != ''", steps: []}}                                  | $.jobs.a.if
            an input's default             | on: {workflow_call: {inputs: {t: {default: '${{ github.token }}'}}}}              | $.on.workflow_call.inputs.t.default
            text                           | `call it with `secrets: {password: '${{ github.token }}'}`.`                        | text
            on two lines                   | jobs:⏎  a:⏎    uses: x⏎    with:⏎      t: >-⏎        ${{ github⏎        .token }} | $.jobs.a.with.t
            """)
    void refuses(String name, String text, String place) {
        boolean whole = !place.equals("text");
        assertThat(faults(new WorkflowTexts("x", text.replace('⏎', '\n'), whole)))
                .containsExactly(place);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a step's input       | jobs: {a: {steps: [{uses: x, with: {t: '${{ github.token }}'}}]}}
            a step's variable    | jobs: {a: {steps: [{run: x, env: {T: '${{ github.token }}'}}]}}
            a step alone         | - {uses: x, with: {t: '${{ github.token }}'}}
            another member       | jobs: {a: {uses: x, with: {t: '${{ github.token_type }}'}}}
            the secret           | jobs: {a: {uses: x, secrets: {p: '${{ secrets.GITHUB_TOKEN }}'}}}
            an action's default  | inputs: {t: {default: '${{ github.token }}'}}
            """)
    void allows(String name, String text) {
        assertThat(faults(new WorkflowTexts("x", text, true))).isEmpty();
    }

    private static List<String> faults(WorkflowTexts text) {
        if (!text.whole()) {
            return TOKEN.matcher(text.text()).find() ? List.of("text") : List.of();
        }
        List<String> faults = new ArrayList<>();
        walk("$", new Load(LoadSettings.builder().build()).loadFromString(text.text()), faults);
        return faults;
    }

    private static void walk(String path, Object node, List<String> faults) {
        boolean steps = path.endsWith(".steps") || path.equals("$") && node instanceof List;
        boolean input = path.matches("\\$\\.inputs\\.[^.]+\\.default");
        if (steps || input) {
            return;
        }
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> walk(path + "." + key, value, faults));
        } else if (node instanceof List<?> list) {
            list.forEach(item -> walk(path + "[]", item, faults));
        } else if (node instanceof String value) {
            boolean found = path.endsWith(".if")
                    ? BARE.matcher(value).find()
                    : TOKEN.matcher(value).find();
            if (found) {
                faults.add(path);
            }
        }
    }
}

package dev.multiarch.cli.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputNamesTest {
    private static final Set<String> OTHERS = Set.of("--no-promote", "--engine", "--format", "--qemu-image");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            the option at its beginning | --policy-from x: there is no such commit    | input policy-from x: there is no such commit
            another name than it        | Fix: give --tag 1.2, or --no-promote to stop | Fix: give input tags 1.2, or args: --no-promote to stop
            with its label              | Missing required options: '--image=REPO', '--platforms=LIST' | Missing required options: 'input image', 'input platforms'
            with a value                | Fix: --engine native                        | Fix: args: --engine native
            after the word itself       | the input --tag                             | the input tags
            one that args alone takes   | --format xml: expected json                 | args: --format xml: expected json
            none of this command's      | --nodes FILE                                | --nodes FILE
            a longer option             | --platforms-of and --tagged                 | --platforms-of and --tagged
            a buildx flag               | --label KEY=VALUE                           | input labels KEY=VALUE
            a command line of docker    | Fix: docker buildx create --use --platform x. Give --tag | Fix: docker buildx create --use --platform x. Give input tags
            one of ours                 | Fix: multiarch plan --image REPO --platforms …, or name it by --plan | Fix: multiarch plan --image REPO --platforms …, or name it by input plan
            a quoted command            | `X=1 docker buildx build . --label a=b --secret id=t` failed, see --tag | `X=1 docker buildx build . --label a=b --secret id=t` failed, see input tags
            with dots in it             | Fix: multiarch promote a.b/c:1.2 --tag 1; or give --tag | Fix: multiarch promote a.b/c:1.2 --tag 1; or give input tags
            a line of a Dockerfile      | cross-compile in a FROM --platform=$BUILDPLATFORM stage | cross-compile in a FROM --platform=$BUILDPLATFORM stage
            what is in args             | --tag can't be given to buildx after "--": use multiarch's own --tag, before --. | --tag can't be given to buildx in the input args: use multiarch's own input tags.
            """)
    void optionsBecomeInputs(String name, String text, String expected) {
        var names = new InputNames(InputTable.options("ship"), OTHERS);
        assertThat(names.in(text)).isEqualTo(expected);
    }
}

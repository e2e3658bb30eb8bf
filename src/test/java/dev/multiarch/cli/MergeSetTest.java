package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What entries say of their platforms can be set, as docker manifest annotate does. */
class MergeSetTest extends WithOtherImages {
    @BeforeEach
    void push() throws Exception {
        images.image("x:arm", "linux/arm");
        images.image("x:v7", "linux/arm/v7");
        images.image("x:windows", "windows/amd64");
        images.image("x:windows-2", "windows(10.0.20348.1)/amd64");
        images.index(
                "x:says-nothing",
                MediaTypes.DOCKER_INDEX,
                images.entry("x", images.image("x:v6", "linux/arm/v6"), "linux/arm", ""),
                images.entry("x", images.digest("x:v7"), "linux/arm/v7", ""));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a variant that nothing says | --from x:arm --set linux/arm/v6:variant=v6 | linux/arm/v6",
                "named by what it is taken for | --from x:arm --set linux/arm:variant=v6 | linux/arm/v6",
                "next to one that says it | --from x:v7 --from x:arm --set linux/arm/v6:variant=v6 | linux/arm/v7, linux/arm/v6",
                "by its config, of two | --from x:says-nothing --set linux/arm/v6:variant=v6 | linux/arm/v6, linux/arm/v7",
                "by the source's name | --from linux/arm/v5=x:arm | linux/arm/v5",
                "what is so already | --from x:v7 --set linux/arm/v7:variant=v7 | linux/arm/v7",
                "a version of Windows | --from x:windows --os-version windows/amd64=10.0.1.2 | windows(10.0.1.2)/amd64",
                "the same in the long form | --from x:windows --set windows/amd64:os-version=10.0.1.2 | windows(10.0.1.2)/amd64",
                "that of the config by itself | --from windows/amd64=x:windows-2 | windows(10.0.20348.1)/amd64",
                "features | --from x:windows-2 --set windows(10.0.20348.1)/amd64:os-features=win32k,x | windows(10.0.20348.1)/amd64 [win32k, x]",
            })
    void theEntrySays(String name, String words, String expected) throws Exception {
        List<String> all = new ArrayList<>(
                List.of("merge", "--image", images.ref("app").name(), "--tag", "1", "--engine", "native"));
        for (String word : words.split(" ")) {
            int at = word.indexOf("x:");
            boolean reference = at == 0 || at > 0 && word.charAt(at - 1) == '=';
            all.add(reference ? word.substring(0, at) + images.ref(word.substring(at)) : word);
        }
        assertThat(commands.in(folder).run(all.toArray(String[]::new))).exitCode(0);
        String found = Index.parse(images.client.manifest(images.ref("app:1")).bytes(), "app:1").images().stream()
                .map(entry -> entry.platformText() + (entry.features().isEmpty() ? "" : " " + entry.features()))
                .collect(Collectors.joining(", "));
        assertThat(found).isEqualTo(expected);
    }
}

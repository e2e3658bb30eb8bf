package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often a promotion waits for a registry far away: tags are read at once, and written one after another. */
class PromoteTurnsTest extends WithFarRegistry {
    @Test
    void tagsThatMoveAreReadAtOnceBeforeAndAfterwards() {
        Digest index = digest(shelf.index(images().get(0)));
        Reply old = Reply.document(MediaTypes.OCI_INDEX, Sample.bytes(ServedImages.indexOf()));
        for (String tag : ARCHITECTURES) {
            together("GET", tag, old);
            server.on("PUT /v2/app/manifests/" + tag, Reply.status(201));
            together("HEAD", tag, Reply.status(200).with("Docker-Content-Digest", index.toString()));
        }
        commands.in(folder)
                .run(
                        "promote",
                        app.with(index).toString(),
                        "--tag",
                        String.join(",", ARCHITECTURES),
                        "--unjudged",
                        "a test",
                        "--allow-older",
                        "--engine",
                        "native")
                .assertThat()
                .exitCode(0);
        List<String> written =
                server.lines().stream().filter(line -> line.startsWith("PUT ")).toList();
        assertThat(written).as("one after another").isEqualTo(lines("PUT"));
    }

    /** Configs say how old an index is that does not say so. */
    @Test
    void configsOfAnIndexUnderATag() {
        List<String> images = images();
        Reply all =
                Reply.document(MediaTypes.OCI_INDEX, Sample.bytes(ServedImages.indexOf(images.toArray(String[]::new))));
        server.on("GET /v2/app/manifests/1", received -> {
            server.answerTogether(ARCHITECTURES.size()); // what comes next
            return all;
        });
        String next = app.with(digest(shelf.index(images.get(0)))).toString();
        commands.in(folder)
                .run("promote", next, "--tag", "1", "--unjudged", "a test", "--engine", "native")
                .assertThat()
                .exitCode(1)
                .stderrContains("neither says when it was created");
        assertThat(server.rounds()).isEqualTo(2);
    }

    @Test
    void tagsOfSingleImages() {
        List<String> images = images();
        String all = ServedImages.indexOf(images.toArray(String[]::new));
        shelf.tag(MediaTypes.OCI_INDEX, all);
        String index =
                app.with(digest(shelf.index(images.toArray(String[]::new)))).toString();
        List<String> words = new ArrayList<>(List.of("promote", index, "--tag", "1"));
        words.addAll(List.of("--unjudged", "a test", "--engine", "native"));
        for (int i = 0; i < ARCHITECTURES.size(); i++) {
            String tag = ARCHITECTURES.get(i);
            Digest image = digest(images.get(i));
            together("GET", tag, Reply.status(307).with("Location", "/v2/app/manifests/" + image));
            words.addAll(List.of("--also-single", "linux/" + tag + "=" + tag));
        }
        commands.in(folder).run(words.toArray(String[]::new)).assertThat().exitCode(0);
    }

    private static List<String> lines(String method) {
        return ARCHITECTURES.stream()
                .map((method + " /v2/app/manifests/")::concat)
                .toList();
    }
}

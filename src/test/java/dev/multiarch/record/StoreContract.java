package dev.multiarch.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.text.FormatException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every kind of store does alike. */
public abstract class StoreContract {
    /** Of the empty store of this test. */
    protected abstract ObjectStore store() throws Exception;

    @Test
    void keepsBytesAsTheyAre() throws Exception {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }

        assertThat(store().put("p/linux-arm64/1.json", bytes)).isTrue();
        assertThat(store().get("p/linux-arm64/1.json")).contains(bytes);
        assertThat(store().get("p/linux-arm64/2.json")).isEmpty();
        assertThat(store().get("q/linux-arm64/1.json")).isEmpty();
        assertThat(store().get("p")).isEmpty();
    }

    @Test
    void anEmptyObjectIsAnObject() throws Exception {
        assertThat(store().put("_intents/1", new byte[0])).isTrue();
        assertThat(store().put("_intents/1", new byte[0])).isFalse();
        assertThat(store().get("_intents/1")).contains(new byte[0]);
    }

    @Test
    void whatIsThereIsNeverOverwritten() throws Exception {
        put("a/b", "first");

        assertThat(store().put("a/b", "first".getBytes(UTF_8))).isFalse();
        assertThatThrownBy(() -> store().put("a/b", "other".getBytes(UTF_8)))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(store().get("a/b")).contains("first".getBytes(UTF_8));
    }

    /** Two objects of the same bytes are two objects. */
    @Test
    void theSameBytesUnderTwoNames() throws Exception {
        put("a/1", "same");
        put("a/2", "same");

        assertThat(store().delete("a/1")).isTrue();
        assertThat(store().list("", 10)).containsExactly("a/2");
        assertThat(store().get("a/2")).contains("same".getBytes(UTF_8));
    }

    @Test
    void listsInTheOrderOfTheNames() throws Exception {
        List<String> names = List.of(
                "B/x",
                "_recent/app/linux-arm64/0a",
                "_recent/app/linux-arm64/0b",
                "_recent/app/linux/0c",
                "a",
                "a-b/c",
                "a.b/c",
                "a/b",
                "a/b-c",
                "a/b/c",
                "a/b_c",
                "ab/c",
                "plan_1/linux_x/1.json",
                "plan.1/linux_x/1.json");
        for (String name : names) {
            if (!name.equals("a") && !name.equals("a/b")) { // in a folder a name is a file's or a folder's
                put(name, name);
            }
        }
        var ordered = new ArrayList<>(new TreeSet<>(names));
        ordered.removeAll(List.of("a", "a/b"));

        assertThat(store().list("", 100)).isEqualTo(ordered);
        assertThat(store().list("", 3)).isEqualTo(ordered.subList(0, 3));
        assertThat(store().list("", 0)).isEmpty();
        assertThat(store().list("_recent/app/linux-arm64/", 100))
                .containsExactly("_recent/app/linux-arm64/0a", "_recent/app/linux-arm64/0b");
        assertThat(store().list("_recent/app/linux-arm64/", 1)).containsExactly("_recent/app/linux-arm64/0a");
        assertThat(store().list("a/", 100)).containsExactly("a/b-c", "a/b/c", "a/b_c");
        assertThat(store().list("nothing/", 100)).isEmpty();
    }

    @Test
    void namesTheFoldersBelowAFolder() throws Exception {
        for (String name : List.of(
                "_recent/app/linux-arm64/0a",
                "_recent/app/linux-arm64/0b",
                "_recent/app/linux_B/0c",
                "_recent/app/file",
                "_recent/apple/linux-386/0d",
                "p/linux-s390x/1.json")) {
            put(name, name);
        }

        assertThat(store().folders("_recent/app/")).containsExactly("linux-arm64", "linux_B");
        assertThat(store().folders("_recent/none/")).isEmpty();
    }

    @Test
    void removesWhatIsThere() throws Exception {
        put("a/b/c", "x");

        assertThat(store().delete("a/b/c")).isTrue();
        assertThat(store().delete("a/b/c")).isFalse();
        assertThat(store().get("a/b/c")).isEmpty();
        assertThat(store().list("", 10)).isEmpty();
        assertThat(store().put("a/b/c", "y".getBytes(UTF_8))).isTrue();
    }

    /** As long as the parts may be, and in letters whose case tells two names apart. */
    @Test
    void longNames() throws Exception {
        String plan = "Plan.with_a-Name." + "n".repeat(100);
        String name = plan + "/windows_10.0.17763.1_-amd64/123456789.json";
        String other = plan.toLowerCase(Locale.ROOT) + "/windows_10.0.17763.1_-amd64/123456789.json";
        put(name, "long");
        put(other, "other");

        assertThat(store().get(name)).contains("long".getBytes(UTF_8));
        assertThat(store().get(other)).contains("other".getBytes(UTF_8));
        assertThat(store().list("", 10)).containsExactly(name, other);
        assertThat(store().list(plan + "/", 10)).containsExactly(name);
        assertThat(store().delete(name)).isTrue();
        assertThat(store().list("", 10)).containsExactly(other);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x/1.json",
                "p/../1.json",
                "/etc/x/1.json",
                "p//1.json",
                "p/.x/1.json",
                ".p/linux-amd64/1.json",
                "p/linux amd64/1.json",
                "a/b/c/d/e",
                "p/",
                "p/é",
                "p/a:b",
                "p/a@b",
                "p/a?b",
                ""
            })
    void namesThatLeadElsewhereAreRefused(String name) {
        assertThatThrownBy(() -> store().put(name, new byte[0])).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> store().get(name)).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> store().delete(name)).isInstanceOf(FormatException.class);
        if (!name.isEmpty() && !name.equals("p/")) {
            assertThatThrownBy(() -> store().list(name + "/", 1)).isInstanceOf(FormatException.class);
        }
    }

    private void put(String name, String text) throws Exception {
        store().put(name, text.getBytes(UTF_8));
    }
}

package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cosign signed is still signed where a promotion or a merge brought it: in registries with and without the referrers API. */
class SignaturesIT extends SignedProject {
    @BeforeEach
    void makeImage() {
        line.tagged("linux/amd64,linux/arm64");
    }

    private void sign(String... form) {
        String signed = image + "@" + line.digest("1.0");
        String[] words = {"cosign", "sign", "-r", "--yes", "--key", "cosign.key"};
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(form));
        all.add(signed);
        run(all.toArray(String[]::new));
    }

    @Test
    void aPromotionBringsBundles() {
        sign("--signing-config", "none.json");
        for (String other : others) {
            assertThat(here.run("promote", image + "@" + line.digest("1.0"), "--tag", other + ":1.0"))
                    .exitCode(0);
            isSigned(other + ":1.0");
        }
    }

    @Test
    void aPromotionBringsSignaturesUnderTags() {
        sign("--new-bundle-format=false", "--use-signing-config=false", "--tlog-upload=false");
        for (String other : others) {
            assertThat(here.run("promote", image + "@" + line.digest("1.0"), "--tag", other + ":1.0"))
                    .exitCode(0);
            isSigned(other + ":1.0");
        }
    }

    /** The index is new and so has no signature; its images keep theirs. */
    @Test
    void aMergeBringsThoseOfImages() {
        sign("--signing-config", "none.json");
        for (String other : others) {
            assertThat(here.run("merge", "--image", other, "--tag", "2.0", "--from", image + ":1.0"))
                    .exitCode(0);
            for (String entry : entries(other + ":2.0")) {
                run("cosign", "verify", "--key", "cosign.pub", "--insecure-ignore-tlog", other + "@" + entry);
            }
        }
    }
}

package dev.multiarch.fuzz;

import dev.multiarch.image.layers.Binaries;
import dev.multiarch.image.layers.LayerException;
import dev.multiarch.image.layers.LayerFacts;
import dev.multiarch.image.layers.LayerFactsJson;
import dev.multiarch.image.layers.LayerLimits;
import dev.multiarch.image.layers.LayerReader;
import dev.multiarch.image.layers.RootFs;
import dev.multiarch.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes are a layer or refused, in each form; what was read lies over itself, and comes back from JSON. The first
 * byte chooses the form; in a plain archive the sums of headers are made right, or nothing would get past the first.
 */
public final class TarFuzz {
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
    private static final List<String> FORMS = List.of(LAYER, LAYER + "+gzip", LAYER + "+zstd");
    private static final LayerLimits LIMITS = new LayerLimits(16 << 20, 200, 1000, 1 << 20);
    private static final int BLOCK = 512;

    private TarFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        String form = FORMS.get((input[0] & 0xff) % FORMS.size());
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        if (form.equals(LAYER)) {
            mendSums(bytes);
        }
        try {
            LayerFacts facts = LayerReader.read(new ByteArrayInputStream(bytes), form, bytes.length, LIMITS);
            requireSame(facts);
            var root = new RootFs();
            root.lay(facts);
            root.lay(facts);
            Binaries.of(root, Binaries.Started.unknown("nobody asked"));
        } catch (LayerException refused) {
            IndexFuzz.require(!refused.getMessage().isBlank(), "a refusal says why");
        } catch (IOException memory) {
            throw new UncheckedIOException(memory);
        }
    }

    private static void requireSame(LayerFacts facts) {
        byte[] json = Json.write(LayerFactsJson.write(facts));
        IndexFuzz.require(LayerFactsJson.read(Json.read(json, "facts")).equals(facts), "facts come back from JSON");
    }

    private static void mendSums(byte[] bytes) {
        int at = 0;
        while (at + BLOCK <= bytes.length) {
            Arrays.fill(bytes, at + 148, at + 156, (byte) ' ');
            int sum = 0;
            for (int i = at; i < at + BLOCK; i++) {
                sum += bytes[i] & 0xff;
            }
            if (sum > 8 * ' ') {
                byte[] octal = String.format("%06o", sum).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(octal, 0, bytes, at + 148, octal.length);
                bytes[at + 154] = 0;
            } else {
                Arrays.fill(bytes, at + 148, at + 156, (byte) 0);
            }
            at += BLOCK + padded(bytes, at);
        }
    }

    /** The content's length as the size field has it, where that is plain octal. */
    private static int padded(byte[] bytes, int at) {
        int size = 0;
        for (int i = at + 124; i < at + 135 && bytes[i] >= '0' && bytes[i] <= '7' && size < 1 << 20; i++) {
            size = size << 3 | bytes[i] - '0';
        }
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }
}

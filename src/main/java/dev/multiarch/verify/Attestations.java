package dev.multiarch.verify;

import dev.multiarch.concurrent.Once;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Statement;
import dev.multiarch.policy.Attestation;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.text.AmbiguousException;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads the statements that attestations hold: each once, as a stream, since an SBOM may have tens of megabytes. */
final class Attestations {
    /** BuildKit writes at most 80 MiB. */
    private static final long LARGEST = 100L << 20;

    private final Source source;
    private final Documents documents;
    private final FactSource learnt;
    private final Once<Digest, Fact<Statement>> statements = new Once<>();

    Attestations(Source source, Documents documents, FactSource learnt) {
        this.source = source;
        this.documents = documents;
        this.learnt = learnt;
    }

    Fact<Attestation> read(Descriptor entry) {
        Fact<Manifest> manifest = documents.manifest(entry, new ArrayList<>());
        return manifest.map(known -> {
            List<Attestation.Held> held = new ArrayList<>();
            for (Descriptor layer : known.layers()) {
                if (Statement.isIn(layer.mediaType())) {
                    held.add(new Attestation.Held(layer, statements.get(layer.digest(), () -> statement(layer))));
                }
            }
            return new Attestation(known, documents.subject(entry), held);
        });
    }

    private Fact<Statement> statement(Descriptor layer) {
        String what = "the statement " + layer.digest();
        if (layer.size() > LARGEST) {
            return Fact.unknown(what + " has " + layer.size() + " bytes, at most " + LARGEST + " are read");
        }
        try (InputStream in = source.layer(layer)) {
            Statement statement = Statement.read(in, what);
            in.transferTo(OutputStream.nullOutputStream()); // at its end the digest is checked
            return Fact.known(statement, learnt);
        } catch (AmbiguousException ambiguous) {
            return Fact.refused(ambiguous.getMessage(), learnt);
        } catch (FormatException malformed) {
            return Fact.unknown(malformed.getMessage());
        } catch (RegistryException | IOException e) {
            return Fact.unknown(what + ": " + e.getMessage());
        }
    }
}

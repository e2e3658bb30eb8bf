package dev.multiarch.policy.rules;

import dev.multiarch.policy.Shape;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.signature.SignatureScope;
import dev.multiarch.signature.Signer;
import dev.multiarch.signature.VerificationKey;
import dev.multiarch.signature.WantedSignature;
import dev.multiarch.signature.WantedVerdict;
import dev.multiarch.text.FormatException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How policies write who has to have signed: a key, or an identity with its issuer. */
final class SignatureSetting {
    static final String KEY = "key";
    private static final String IDENTITY = "identity";
    private static final String ISSUER = "issuer";
    private static final String SCOPE = "scope";
    private static final List<String> KEYS = List.of(KEY, IDENTITY, ISSUER, SCOPE);
    private static final String VERIFIER = "verifier";
    private static final String RESOURCE = "resource";
    private static final String POLICIES = "policies";
    private static final List<String> OF_VERDICT = List.of(KEY, IDENTITY, ISSUER, VERIFIER, RESOURCE, POLICIES);
    private static final String A_VERIFIER = "the verifier.id of the verdict, such as urn:dev.multiarch:verify";
    private static final String A_RESOURCE = "the resourceUri of the verdict, such as oci://ghcr.io/org/app";
    private static final String A_POLICY = "the name of a policy that the verdict is by";
    private static final List<String> SCOPES =
            List.of(SignatureScope.values()).stream().map(Object::toString).toList();
    private static final String A_KEY = "a file with a public key, such as cosign.pub, or the key itself";
    private static final int LONGEST = 1_000;

    private SignatureSetting() {}

    static Optional<WantedSignature> read(Yaml value, Yaml.Mapping siblings, Values values) {
        return values.mapping(value, "a mapping such as {key: cosign.pub, scope: images}")
                .flatMap(mapping -> {
                    values.onlyKeys(mapping, "image.signature", KEYS);
                    SignatureScope scope = mapping.get(SCOPE)
                            .flatMap(word -> scope(word, values))
                            .orElse(SignatureScope.IMAGES);
                    return signer(mapping, values).map(by -> new WantedSignature(by, scope));
                });
    }

    /** The same of a verdict that is attached to the index. */
    static Optional<WantedSignature> verdict(Yaml value, Yaml.Mapping siblings, Values values) {
        return values.mapping(value, "a mapping such as {key: cosign.pub}").flatMap(mapping -> {
            values.onlyKeys(mapping, "image.verdict", OF_VERDICT);
            Optional<String> verifier = mapping.get(VERIFIER).flatMap(id -> line(id, A_VERIFIER, values));
            Optional<String> resource = mapping.get(RESOURCE).flatMap(uri -> line(uri, A_RESOURCE, values));
            List<String> policies =
                    mapping.get(POLICIES).map(list -> policies(list, values)).orElse(List.of());
            var said = new WantedVerdict(verifier, resource, policies);
            return signer(mapping, values).map(by -> new WantedSignature(by, SignatureScope.INDEX, Optional.of(said)));
        });
    }

    private static List<String> policies(Yaml value, Values values) {
        List<Values.Text> names =
                values.texts(value, "a list such as [release]", A_POLICY).orElse(List.of());
        if (names.isEmpty() && value instanceof Yaml.Sequence) {
            values.problem(value.place(), "expected at least one policy, found an empty list");
        }
        return names.stream().map(Values.Text::text).toList();
    }

    private static Optional<Signer> signer(Yaml.Mapping mapping, Values values) {
        boolean key = mapping.get(KEY).isPresent();
        boolean identity =
                mapping.get(IDENTITY).isPresent() || mapping.get(ISSUER).isPresent();
        if (key == identity) {
            values.problem(
                    mapping.place(),
                    "expected the key \"key\", or \"identity\" and \"issuer\", here, found "
                            + (key ? "both" : "neither"));
            return Optional.empty();
        }
        if (key) {
            return key(mapping.get(KEY).orElseThrow(), values);
        }
        if (mapping.get(IDENTITY).isEmpty() || mapping.get(ISSUER).isEmpty()) {
            values.problem(mapping.place(), "expected \"identity\" and \"issuer\" here, found only one of them");
            return Optional.empty();
        }
        Optional<String> name = line(mapping.get(IDENTITY).get(), "an identity such as an e-mail address", values);
        Optional<String> issuer = line(
                mapping.get(ISSUER).get(), "an issuer such as https://token.actions.githubusercontent.com", values);
        return name.flatMap(who -> issuer.map(by -> new Signer.Identity(who, by)));
    }

    private static Optional<Signer> key(Yaml value, Values values) {
        Optional<String> text = values.text(value, A_KEY);
        try {
            return text.map(VerificationKey::parse).map(Signer.OfKey::new);
        } catch (FormatException malformed) {
            values.problem(value.place(), malformed.getMessage());
            return Optional.empty();
        }
    }

    /** It becomes an argument of a program. */
    private static Optional<String> line(Yaml value, String expected, Values values) {
        return values.text(value, expected).filter(text -> {
            boolean good =
                    !text.isBlank() && text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl);
            if (!good) {
                values.problem(value.place(), "expected " + expected + ", in one line");
            }
            return good;
        });
    }

    private static Optional<SignatureScope> scope(Yaml value, Values values) {
        return values.text(value, "index, images or all").flatMap(word -> {
            if (!SCOPES.contains(word)) {
                values.unknown(value.place(), "scope", word, "", SCOPES);
                return Optional.empty();
            }
            return Optional.of(SignatureScope.valueOf(word.toUpperCase(Locale.ROOT)));
        });
    }

    static Shape shape() {
        Map<String, Shape> keys = signers();
        keys.put(SCOPE, new Shape.Words(SCOPES));
        return new Shape.Keys(keys, 1);
    }

    static Shape verdictShape() {
        Map<String, Shape> keys = signers();
        keys.put(VERIFIER, Shape.Text.any(A_VERIFIER));
        keys.put(RESOURCE, Shape.Text.any(A_RESOURCE));
        keys.put(POLICIES, new Shape.Lists(Shape.Text.any(A_POLICY)));
        return new Shape.Keys(keys, 1);
    }

    private static Map<String, Shape> signers() {
        Map<String, Shape> keys = new HashMap<>();
        keys.put(KEY, Shape.Text.any(A_KEY));
        keys.put(IDENTITY, Shape.Text.any("who signed: the subject of the certificate"));
        keys.put(ISSUER, Shape.Text.any("who vouched for the identity"));
        return keys;
    }
}

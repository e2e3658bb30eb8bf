package dev.multiarch.image;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.multiarch.text.AmbiguousException;
import dev.multiarch.text.FormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an in-toto statement (Attestation Framework, Statement v0.1 and v1) is about. It may be in a DSSE envelope, and that in a Sigstore bundle. Signatures are not verified, and the predicate is skipped: it can be large, so the statement is
 * read as a stream.
 *
 * @param predicateType the statement's own word for what it holds
 * @param subjects what it is about: the sha256 and sha512 digests of all its subjects
 * @param others how many subjects it has without such a digest
 */
public record Statement(String predicateType, Set<Digest> subjects, int others) {
    /** The media types of layers that hold statements. */
    private static final Set<String> TYPES =
            Set.of(AttestationKind.IN_TOTO, "application/vnd.dsse.envelope.v1+json", "application/vnd.in-toto+dsse");

    private static final String BUNDLE = "application/vnd.dev.sigstore.bundle";
    private static final Set<String> STATEMENTS = Set.of(
            "https://in-toto.io/Statement/v0.1",
            "https://in-toto.io/Statement/v1",
            "https://in-toto.io/Statement/v1.0");
    private static final List<String> KEYS =
            List.of("_type", "predicateType", "subject", "payload", "payloadType", "dsseEnvelope", "digest");
    private static final int DEPTH = 500;
    private static final int LARGEST_PAYLOAD = 8 << 20;
    private static final int LONGEST_TYPE = 255;
    private static final int MOST_SUBJECTS = 10_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxStringLength(LARGEST_PAYLOAD)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    public Statement {
        subjects = Set.copyOf(subjects);
    }

    /** Whether a layer of this media type holds a statement. */
    public static boolean isIn(String mediaType) {
        return TYPES.contains(mediaType) || mediaType.startsWith(BUNDLE);
    }

    public boolean isAbout(Digest image) {
        return subjects.contains(image);
    }

    /** The same; what has another digest by its algorithm of the same content is named by this one as well. */
    public Statement knowing(Map<Digest, Digest> same) {
        Set<Digest> all = new HashSet<>(subjects);
        subjects.forEach(subject -> all.add(same.getOrDefault(subject, subject)));
        return new Statement(predicateType, all, others);
    }

    /**
     * @param in read to its end
     * @param what names it in messages
     * @throws FormatException if it is not a statement
     */
    public static Statement read(InputStream in, String what) throws IOException {
        var reader = new Reading(what);
        try (JsonParser parser = parser(in)) {
            reader.document(parser);
            return reader.statement();
        } catch (StreamConstraintsException e) {
            throw new FormatException(what + " is nested deeper than " + DEPTH
                    + " levels, or its payload is larger than " + (LARGEST_PAYLOAD >> 20) + " MiB");
        } catch (JsonParseException | CharacterCodingException e) {
            throw new FormatException(what + " is not valid JSON in UTF-8");
        }
    }

    private static JsonParser parser(InputStream in) throws IOException {
        return FACTORY.createParser(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
    }

    /** Takes what is looked for out of a statement, or out of what it is wrapped in. */
    private static final class Reading {
        private final String what;
        private final Set<String> seen = new HashSet<>();
        private final Set<Digest> subjects = new HashSet<>();
        private int count;
        private int others;
        private String type = "";
        private String predicate = "";
        private String payload;
        private String payloadType = "";

        Reading(String what) {
            this.what = what;
        }

        Statement statement() throws IOException {
            if (payload != null) {
                if (!type.isEmpty() || count > 0) {
                    throw new AmbiguousException(what + " is a statement and an envelope at once");
                }
                if (!payloadType.equals(AttestationKind.IN_TOTO)) {
                    throw new FormatException(what + ": its payload has the type \"" + payloadType + "\", expected \""
                            + AttestationKind.IN_TOTO + "\"");
                }
                var inner = new Reading(what);
                try (JsonParser parser = parser(new ByteArrayInputStream(decoded(payload)))) {
                    inner.document(parser);
                }
                if (inner.payload != null) {
                    throw new FormatException(what + " is an envelope in an envelope");
                }
                return inner.statement();
            }
            if (!STATEMENTS.contains(type)) {
                throw new FormatException(what + (type.isEmpty() ? " has no _type" : " has the _type \"" + type + "\"")
                        + ", expected an in-toto statement of version 0.1 or 1");
            }
            if (predicate.isEmpty()) {
                throw new FormatException(what + " names no predicateType");
            }
            return new Statement(predicate, subjects, others);
        }

        /** DSSE allows both alphabets of base64. */
        private byte[] decoded(String base64) {
            try {
                return Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
            } catch (IllegalArgumentException malformed) {
                throw new FormatException(what + ": its payload is not base64");
            }
        }

        void document(JsonParser parser) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new FormatException(what + " is not a JSON object");
            }
            object(parser, "");
            if (parser.nextToken() != null) {
                throw new FormatException(what + " holds something after its JSON object");
            }
        }

        private void object(JsonParser parser, String path) throws IOException {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                requireOnce(path, key);
                switch (key) {
                    case "_type" -> type = text(parser, key, LONGEST_TYPE);
                    case "predicateType" -> predicate = text(parser, key, LONGEST_TYPE);
                    case "payloadType" -> payloadType = text(parser, key, LONGEST_TYPE);
                    case "payload" -> payload = text(parser, key, LARGEST_PAYLOAD);
                    case "subject" -> subjects(parser);
                    case "dsseEnvelope" -> envelope(parser);
                    default -> parser.skipChildren();
                }
            }
        }

        private void envelope(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new FormatException(what + ": dsseEnvelope: expected an object");
            }
            object(parser, "dsseEnvelope.");
        }

        /** Some tools take the first of two, some the last, and some read keys without regard to case. */
        private void requireOnce(String path, String key) {
            String known =
                    KEYS.stream().filter(key::equalsIgnoreCase).findFirst().orElse("");
            if (!known.isEmpty() && (!known.equals(key) || !seen.add(path + key))) {
                throw new AmbiguousException(what + ": " + path + key
                        + ": tools read this in different ways, expected \"" + known + "\" once");
            }
        }

        private String text(JsonParser parser, String key, int longest) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw new FormatException(what + ": " + key + ": expected text");
            }
            String text = parser.getText();
            if (text.length() > longest) {
                throw new FormatException(what + ": " + key + ": longer than " + longest + " characters");
            }
            return text;
        }

        private void subjects(JsonParser parser) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return; // Go writes an empty list so
            }
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw new FormatException(what + ": subject: expected a list");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.START_OBJECT || ++count > MOST_SUBJECTS) {
                    throw new FormatException(
                            what + ": subject: expected at most " + MOST_SUBJECTS + " objects with digests");
                }
                int before = subjects.size();
                List<Digest> digests = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    requireOnce("subject[" + count + "].", key);
                    if (key.equals("digest") && parser.currentToken() == JsonToken.START_OBJECT) {
                        digests(parser, digests);
                    } else {
                        parser.skipChildren();
                    }
                }
                subjects.addAll(digests);
                others += digests.isEmpty() && subjects.size() == before ? 1 : 0;
            }
        }

        private void digests(JsonParser parser, List<Digest> digests) throws IOException {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String algorithm = parser.currentName();
                parser.nextToken();
                if (algorithm.equals("sha256") || algorithm.equals("sha512")) {
                    digests.add(new Digest(algorithm, text(parser, algorithm, LONGEST_TYPE)));
                } else {
                    parser.skipChildren();
                }
            }
        }
    }
}

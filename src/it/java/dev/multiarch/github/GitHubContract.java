package dev.multiarch.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** GitHub's published OpenAPI description, held against each request and each answer. */
final class GitHubContract implements ApiServer.Contract {
    private final ObjectMapper mapper = new ObjectMapper();
    private final JsonNode api;
    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V4,
            builder -> builder.metaSchema(OpenApi30.getInstance())
                    .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()));
    private final Map<JsonNode, JsonSchema> made = new ConcurrentHashMap<>();
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    private GitHubContract(JsonNode api) {
        this.api = api;
    }

    static GitHubContract read(Path file) {
        try {
            return new GitHubContract(new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operations that were looked at, such as {@code repos/create-commit-status}. */
    Set<String> used() {
        return Set.copyOf(used);
    }

    @Override
    public List<String> errors(String method, String path, String query, byte[] sent, int status, byte[] answered) {
        Optional<JsonNode> operation = operation(method, path);
        if (operation.isEmpty()) {
            return List.of(method + " " + path + ": GitHub's API has no such request");
        }
        List<String> errors = new ArrayList<>();
        String id = operation.get().path("operationId").asText();
        used.add(id);
        if (status < 400) {
            errors.addAll(parameters(operation.get(), query));
            JsonNode body = operation.get().path("requestBody");
            if (body.isMissingNode() && sent.length > 0) {
                errors.add("takes no body, found " + sent.length + " bytes");
            } else if (!body.isMissingNode()) {
                errors.addAll(against(schema(body), sent));
            }
            JsonNode answer = resolved(operation.get().path("responses").path(Integer.toString(status)));
            if (answer.isMissingNode()) {
                errors.add("never answers " + status);
            } else if (answer.has("content")) {
                errors.addAll(against(schema(answer), answered));
            }
        }
        return errors.stream().map(error -> id + ": " + error).toList();
    }

    private static JsonNode schema(JsonNode of) {
        return of.path("content").path("application/json").path("schema");
    }

    private Optional<JsonNode> operation(String method, String path) {
        String[] parts = path.split("/");
        JsonNode best = null;
        int fewest = Integer.MAX_VALUE;
        for (var entry : api.path("paths").properties()) {
            String[] template = entry.getKey().split("/");
            int variables = matches(template, parts);
            if (variables >= 0 && variables < fewest) {
                fewest = variables;
                best = entry.getValue();
            }
        }
        return Optional.ofNullable(best).map(found -> found.get(method.toLowerCase(Locale.ROOT)));
    }

    /** How many variables the template has, or -1 where it does not fit. */
    private static int matches(String[] template, String[] parts) {
        if (template.length != parts.length) {
            return -1;
        }
        int variables = 0;
        for (int i = 0; i < parts.length; i++) {
            if (template[i].startsWith("{")) {
                variables++;
            } else if (!template[i].equals(parts[i])) {
                return -1;
            }
        }
        return variables;
    }

    private List<String> parameters(JsonNode operation, String query) {
        Set<String> known = new HashSet<>();
        operation
                .path("parameters")
                .forEach(one -> known.add(resolved(one).path("name").asText()));
        List<String> errors = new ArrayList<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&")) {
            if (!known.contains(pair.split("=")[0])) {
                errors.add("takes no parameter " + pair);
            }
        }
        return errors;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? api.at(node.get("$ref").asText().substring(1)) : node;
    }

    private List<String> against(JsonNode schema, byte[] json) {
        try {
            JsonNode document = mapper.readTree(json);
            return made.computeIfAbsent(schema, this::make).validate(document).stream()
                    .map(Object::toString)
                    .toList();
        } catch (IOException e) {
            return List.of("is not JSON: " + e.getMessage());
        }
    }

    /** With the components that its references lead to. */
    private JsonSchema make(JsonNode schema) {
        ObjectNode root = mapper.createObjectNode();
        root.set("components", api.path("components"));
        root.putArray("allOf").add(schema);
        return schemas.getSchema(root);
    }
}

package dev.multiarch.registry.embedded;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request that is refused, in the terms of OCI Distribution 1.1, "Error Codes". */
final class ApiError extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    ApiError(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    Response response() {
        return response(status, code, getMessage());
    }

    static Response response(int status, String code, String message) {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        return Response.json(status, Map.of("errors", List.of(error)));
    }
}

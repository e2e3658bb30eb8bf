package dev.multiarch.registry.auth;

import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;

/** A registry, and the token server that its challenges name. */
record TokenServers(FaultyRegistry registry, FaultyRegistry tokens) implements AutoCloseable {
    static TokenServers start() {
        return new TokenServers(FaultyRegistry.start(), FaultyRegistry.start());
    }

    /** @param more parameters, each after a comma */
    String bearer(String more) {
        return "Bearer realm=\"http://" + tokens.host() + "/token\",service=\"a registry\"" + more;
    }

    static Reply token(String json) {
        return Reply.document("application/json", Sample.bytes(json));
    }

    @Override
    public void close() {
        registry.close();
        tokens.close();
    }
}

package dev.multiarch.registry.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * How registries are spoken to.
 *
 * @param insecureHosts {@code host} or {@code host:port} that may be spoken to in plain http; loopback hosts always may
 * @param dockerConfig the folder that holds Docker's {@code config.json}; it need not exist
 * @param environment of this process; {@code SSL_CERT_FILE}, the proxies and where passwords are kept are read from it
 * @param budget for all registry work of one command: the time in which at least one request is under way
 * @param patience with a single request
 */
public record RegistrySettings(
        Set<String> insecureHosts,
        Path dockerConfig,
        Map<String, String> environment,
        Duration budget,
        Patience patience) {
    public static final Duration BUDGET = Duration.ofMinutes(5);

    /**
     * Time-outs of one request.
     *
     * @param read between two packets
     * @param exchange from the first byte sent to the last one read, against servers that trickle
     * @param pause before a second attempt; twice that before the third, and so on
     */
    public record Patience(Duration connect, Duration read, Duration exchange, Duration pause) {
        public static final Patience USUAL = new Patience(
                Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMillis(250));
    }

    public RegistrySettings {
        insecureHosts = Set.copyOf(insecureHosts);
        environment = Map.copyOf(environment);
    }

    public RegistrySettings(
            Set<String> insecureHosts, Path dockerConfig, Map<String, String> environment, Duration budget) {
        this(insecureHosts, dockerConfig, environment, budget, Patience.USUAL);
    }

    /** Whether {@code host[:port]} may be spoken to in plain http. */
    public boolean mayBePlain(String hostAndPort) {
        return new Hosts(insecureHosts).mayBePlain(hostAndPort);
    }

    /** Whether the environment names a proxy; the classes for it are loaded only then. */
    public boolean namesProxy() {
        return has("HTTPS_PROXY") || has("HTTP_PROXY") || has("https_proxy") || has("http_proxy");
    }

    private boolean has(String variable) {
        return !environment.getOrDefault(variable, "").isEmpty();
    }

    /** As Docker finds its settings: {@code DOCKER_CONFIG}, else {@code .docker} in the home folder. */
    public static RegistrySettings of(Map<String, String> environment, Set<String> insecureHosts) {
        String folder = environment.getOrDefault("DOCKER_CONFIG", "");
        Path home = Path.of(environment.getOrDefault("HOME", ""), ".docker");
        return new RegistrySettings(insecureHosts, folder.isEmpty() ? home : Path.of(folder), environment, BUDGET);
    }
}

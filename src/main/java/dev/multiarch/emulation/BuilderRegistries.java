package dev.multiarch.emulation;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.FileInput;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.registry.tls.CertificateFolders;
import dev.multiarch.registry.tls.CertificateFolders.Certificates;
import dev.multiarch.text.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a builder of ours knows about registries, so that it trusts whom we trust ourselves: BuildKit in a container sees
 * none of this host's certificates. The format is that of BuildKit's {@code buildkitd.toml}.
 *
 * @param unreadable hosts whose certificates this user can't read, or which lack a key: nothing is said of them
 */
record BuilderRegistries(List<Host> hosts, List<String> unreadable) {
    private static final int LARGEST = 4 << 20;

    /**
     * @param http whether it is spoken to in plain http; never where there are certificates for it
     * @param authorities in addition to those of the builder's own system
     * @param clients {@code NAME.cert}, each with {@code NAME.key} next to it
     */
    record Host(String name, boolean http, List<Path> authorities, List<Path> clients) {
        private List<Path> files() {
            List<Path> files = new ArrayList<>(authorities);
            for (Path client : clients) {
                files.addAll(List.of(client, keyOf(client)));
            }
            return files;
        }
    }

    /** The hosts that were named, those of {@code certs.d}, and the one that the image goes to. */
    static BuilderRegistries of(RegistrySettings settings, Optional<Reference> image) throws IOException {
        CertificateFolders folders = CertificateFolders.of(settings);
        var names = new TreeSet<>(settings.insecureHosts());
        names.addAll(folders.hosts());
        image.ifPresent(reference -> names.add(reference.registry()));
        List<Host> hosts = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (String name : names) {
            boolean goal = image.map(Reference::registry).filter(name::equals).isPresent();
            try {
                host(name, folders.of(name), settings, goal).ifPresent(hosts::add);
            } catch (IOException e) {
                unreadable.add(name); // one that this build may have nothing to do with
            }
        }
        return new BuilderRegistries(hosts, unreadable);
    }

    private static Optional<Host> host(String name, Certificates own, RegistrySettings settings, boolean goal)
            throws IOException {
        List<Path> authorities = new ArrayList<>(own.authorities());
        boolean plain = own.authorities().isEmpty() && own.clients().isEmpty() && settings.mayBePlain(name);
        if (!plain && goal) {
            bundle(settings).ifPresent(authorities::add);
        }
        if (!plain && authorities.isEmpty() && own.clients().isEmpty()) {
            return Optional.empty();
        }
        var host = new Host(name, plain, authorities, own.clients());
        content(host.files()); // or creating the builder would fail
        return Optional.of(host);
    }

    /** What SSL_CERT_FILE names; the system's own bundle is nobody's settings. */
    private static Optional<Path> bundle(RegistrySettings settings) {
        return Optional.of(settings.environment().getOrDefault("SSL_CERT_FILE", ""))
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .filter(Files::isReadable);
    }

    boolean isEmpty() {
        return hosts.isEmpty();
    }

    /**
     * Writes {@code buildkitd.toml} and, next to it, the authorities of each host in one file: buildx copies them into the
     * container by their last name alone.
     */
    Path write(Path folder) throws IOException {
        var toml = new StringBuilder();
        for (int i = 0; i < hosts.size(); i++) {
            Host host = hosts.get(i);
            String table = "registry." + quoted(host.name());
            toml.append("[").append(table).append("]\n");
            if (host.http()) {
                toml.append("  http = true\n");
            }
            if (!host.authorities().isEmpty()) {
                Path authorities = Files.write(folder.resolve("ca-" + i + ".pem"), content(host.authorities()));
                toml.append("  ca = [").append(quoted(authorities.toString())).append("]\n");
            }
            for (Path client : host.clients()) {
                toml.append("[[").append(table).append(".keypair]]\n");
                toml.append("  key = ").append(quoted(keyOf(client).toString())).append("\n");
                toml.append("  cert = ").append(quoted(client.toString())).append("\n");
            }
        }
        return Files.writeString(folder.resolve("buildkitd.toml"), toml);
    }

    /** The same for the same settings: other certificates make another builder, since it has copies of them. */
    String key() throws IOException {
        var key = new StringBuilder();
        for (Host host : hosts) {
            key.append("[registry.")
                    .append(quoted(host.name()))
                    .append("]\n")
                    .append(host.http() ? "  http = true\n" : "");
            List<Path> files = host.files();
            if (!files.isEmpty()) {
                key.append("  ").append(Digest.of(content(files))).append("\n");
            }
        }
        return key.toString();
    }

    /** For people: which hosts it speaks to in which way; empty where there is nothing to say. */
    String withMessage() {
        List<String> parts = new ArrayList<>();
        for (Host host : hosts) {
            parts.add(
                    host.http()
                            ? "plain http for " + host.name()
                            : "the certificates in " + folders(host) + " for " + host.name());
        }
        String with = parts.isEmpty() ? "" : " with " + String.join(", ", parts);
        String without = unreadable.isEmpty()
                ? ""
                : "; without the certificates for " + String.join(", ", unreadable) + ", which can't be read";
        return Printable.line(with + without);
    }

    private static String folders(Host host) {
        List<Path> files = new ArrayList<>(host.authorities());
        files.addAll(host.clients());
        return files.stream()
                .map(file -> file.getParent().endsWith(host.name()) ? file.getParent() : file)
                .map(Path::toString)
                .distinct()
                .collect(Collectors.joining(" and "));
    }

    private static byte[] content(List<Path> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (Path file : files) {
            try (var in = FileInput.open(file)) {
                bytes.write(in.readNBytes(LARGEST));
            }
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    private static Path keyOf(Path client) {
        return client.resolveSibling(client.getFileName().toString().replaceFirst("\\.cert$", ".key"));
    }

    /** A basic string of TOML 1.0. */
    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                quoted.append(String.format("\\u%04X", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}

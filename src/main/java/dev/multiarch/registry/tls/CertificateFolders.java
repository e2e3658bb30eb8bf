package dev.multiarch.registry.tls;

import dev.multiarch.registry.settings.RegistrySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Docker's {@code certs.d}: a folder {@code <host[:port]>} for each registry, with CAs ({@code *.crt}) and certificates of ours
 * ({@code NAME.cert} and {@code NAME.key}).
 *
 * @param folders that of the whole machine before the user's
 */
public record CertificateFolders(List<Path> folders) {
    private static final String HOST = "[A-Za-z0-9_.-]{1,253}(:\\d{1,5})?|\\[[0-9A-Fa-f:.]{2,45}\\](:\\d{1,5})?";

    /**
     * @param authorities that a host's certificate may come from
     * @param clients certificates of ours for that host
     */
    public record Certificates(List<Path> authorities, List<Path> clients) {}

    public static CertificateFolders of(RegistrySettings settings) {
        Path user = settings.dockerConfig().resolve("certs.d");
        return new CertificateFolders(List.of(Path.of("/etc/docker/certs.d"), user));
    }

    public Certificates of(String hostAndPort) throws IOException {
        List<Path> authorities = new ArrayList<>();
        List<Path> clients = new ArrayList<>();
        for (Path folder : folders) {
            for (Path file : files(folder.resolve(hostAndPort))) {
                (file.toString().endsWith(".crt") ? authorities : clients).add(file);
            }
        }
        return new Certificates(authorities, clients);
    }

    /** The hosts that have a folder, by name. */
    public List<String> hosts() throws IOException {
        var hosts = new TreeSet<String>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> all = Files.list(folder)) {
                    all.map(each -> each.getFileName().toString())
                            .filter(name -> name.matches(HOST))
                            .forEach(hosts::add);
                }
            }
        }
        return List.copyOf(hosts);
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            f -> f.toString().endsWith(".crt") || f.toString().endsWith(".cert"))
                    .sorted()
                    .toList();
        }
    }
}

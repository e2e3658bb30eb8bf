package dev.multiarch.cli;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.StandardInput;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Workspace;
import dev.multiarch.policy.ClusterNodes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where {@code --nodes}, and what else takes the nodes of a cluster, reads from. */
final class NodesFile {
    private static final int LARGEST = 16 << 20;
    private static final String FEWER =
            "kubectl get nodes -o json | jq '{items: [.items[] | {metadata: {name: .metadata.name}, status: {nodeInfo:"
                    + " .status.nodeInfo}}]}'";

    private NodesFile() {}

    static ClusterNodes read(Console console, String option, String named) throws IOException, UsageException {
        boolean standard = named.equals("-");
        Path file = standard ? Path.of("") : Workspace.readingFile(console, option, named);
        if (!Files.exists(file)) {
            throw new UsageException(
                    option + " " + named + ": there is no such file. Fix: kubectl get nodes -o json >" + named);
        }
        try (InputStream in = standard ? StandardInput.open() : Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new UsageException(option + " " + named + ": larger than 16 MiB. Fix: " + FEWER);
            }
            return ClusterNodes.parse(bytes, standard ? option : option + " " + named);
        }
    }
}

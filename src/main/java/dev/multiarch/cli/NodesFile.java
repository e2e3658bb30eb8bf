package dev.multiarch.cli;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.InputFile;
import dev.multiarch.cli.console.StandardInput;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.policy.ClusterNodes;
import java.io.IOException;

/** Where {@code --nodes}, and what else takes the nodes of a cluster, reads from. */
final class NodesFile {
    private static final int LARGEST = 16 << 20;
    private static final String FEWER =
            "kubectl get nodes -o json | jq '{items: [.items[] | {metadata: {name: .metadata.name}, status: {nodeInfo:"
                    + " .status.nodeInfo}}]}'";

    private NodesFile() {}

    static ClusterNodes read(Console console, String option, String named) throws IOException, UsageException {
        boolean standard = named.equals("-");
        byte[] bytes = standard
                ? StandardInput.read(LARGEST + 1)
                : InputFile.read(console, option, named, LARGEST + 1, "kubectl get nodes -o json >" + named);
        if (bytes.length > LARGEST) {
            throw new UsageException(option + " " + named + ": larger than 16 MiB. Fix: " + FEWER);
        }
        return ClusterNodes.parse(bytes, standard ? option : option + " " + named);
    }
}

package dev.multiarch.policy.rules;

import dev.multiarch.image.ClientOrder;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.ClusterNodes;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Subject.Image;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The client on each of a cluster's nodes takes an image of the index, by the same order as {@code inspect --for}. */
final class NodesCovered implements Rule.OfIndex<ClusterNodes> {
    private static final int MOST_NAMED = 5;

    private final PlatformsRequired required = new PlatformsRequired();

    @Override
    public String id() {
        return required.id();
    }

    /** No policy file asks for it: the nodes come from the command line. */
    @Override
    public Setting<ClusterNodes> setting() {
        return (value, siblings, values) -> Optional.empty();
    }

    @Override
    public Shape shape() {
        return required.shape();
    }

    /** An entry that names no platform has its config's. */
    @Override
    public Set<Need> needs() {
        return EnumSet.of(Need.MANIFESTS, Need.CONFIGS);
    }

    @Override
    public boolean judgesEmptyIndex() {
        return true;
    }

    @Override
    public List<RuleResult> judge(ClusterNodes nodes, Subject subject) {
        return nodes.names().entrySet().stream()
                .map(each -> one(each.getKey(), each.getValue(), subject).on(each.getKey()))
                .toList();
    }

    private static RuleResult one(Platform node, List<String> names, Subject subject) {
        String expected = node.toString();
        ClientOrder order = ClientOrder.of(node);
        List<Descriptor> entries =
                subject.images().stream().map(Image::descriptor).toList();
        Optional<Descriptor> taken = order.first(entries);
        Optional<Platform> platform = taken.flatMap(entry -> entry.platform().or(() -> byConfig(entry, subject)));
        Optional<String> untold = untold(node, entries, taken, platform);
        if (untold.isPresent()) {
            return RuleResult.unknown(expected, untold.get() + ", expected an image for " + node, fix(node));
        }
        if (platform.filter(order::takes).isEmpty()) {
            return lacking(node, names, subject);
        }
        String actual = platform.get().toString();
        return RuleResult.pass(
                expected, actual, actual.equals(expected) ? "the index has it" : "a client there pulls " + actual);
    }

    /** As containerd does with an entry that names no platform. */
    private static Optional<Platform> byConfig(Descriptor entry, Subject subject) {
        return subject.images().stream()
                .filter(image -> image.descriptor().equals(entry))
                .findFirst()
                .flatMap(image -> image.config().value())
                .flatMap(ImageConfig::platform);
    }

    private static Optional<String> untold(
            Platform node, List<Descriptor> entries, Optional<Descriptor> taken, Optional<Platform> platform) {
        if (taken.isEmpty()) {
            return opaque(entries);
        }
        boolean anyWindows = node.os().equals("windows") && node.osVersion().isEmpty();
        if (anyWindows && platform.filter(p -> !p.osVersion().isEmpty()).isPresent()) {
            return Optional.of("the nodes do not say which version of Windows they run (nodeInfo.kernelVersion)");
        }
        return Platforms.opaque(taken.get())
                .or(() -> platform.isEmpty() ? Platforms.nameless(taken.get()) : Optional.empty());
    }

    /** Any platform may hide in an inner index that stayed closed. */
    private static Optional<String> opaque(List<Descriptor> entries) {
        return entries.stream()
                .filter(entry -> entry.platform().isEmpty())
                .flatMap(entry -> Platforms.opaque(entry).stream())
                .findFirst();
    }

    private static RuleResult lacking(Platform node, List<String> names, Subject subject) {
        String first = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMED)));
        String more = names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "";
        String found = subject.images().isEmpty() ? "no image" : Platforms.spelt(subject);
        String message = "the index has " + found + ", expected " + node
                + " or a platform that a client there accepts: the image would fail with exec format error, or could"
                + " not be pulled, on "
                + (names.size() == 1 ? "the node " : "the nodes ") + first + more;
        return RuleResult.fail(node.toString(), found, message, fix(node));
    }

    private static String fix(Platform node) {
        return "build " + node + " too and merge its image into this index, or keep its pods from these nodes by a"
                + " nodeSelector on kubernetes.io/" + (node.osVersion().isEmpty() ? "arch" : "os");
    }
}

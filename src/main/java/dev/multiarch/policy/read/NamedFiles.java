package dev.multiarch.policy.read;

import dev.multiarch.image.Digest;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.read.PolicySource.Missing;
import dev.multiarch.policy.rules.Rules;
import dev.multiarch.policy.yaml.Problems;
import dev.multiarch.policy.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the text of files, such as a public key, where a policy names them: so the policy's digest counts it, and a policy of
 * a commit is judged by the commit's key.
 */
final class NamedFiles {
    private static final int LARGEST = 16 << 10;

    private final PolicySource source;
    private final Problems problems;
    private final List<Digest> digests;

    /** @param digests gets those of the files */
    NamedFiles(PolicySource source, Problems problems, List<Digest> digests) {
        this.source = source;
        this.problems = problems;
        this.digests = digests;
    }

    /** The same tree with what the files hold. */
    Yaml.Mapping in(Yaml.Mapping own) {
        Yaml.Mapping tree = own;
        for (Rule<?> rule : Rules.ALL) {
            for (String key : rule.files()) {
                tree = replaced(tree, List.of((rule.id() + "." + key).split("\\.")));
            }
        }
        return tree;
    }

    private Yaml.Mapping replaced(Yaml.Mapping mapping, List<String> path) {
        Yaml.Entry entry = mapping.entries().get(path.get(0));
        if (entry == null) {
            return mapping;
        }
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>(mapping.entries());
        if (path.size() > 1 && entry.value() instanceof Yaml.Mapping inner) {
            entries.put(path.get(0), new Yaml.Entry(entry.keyPlace(), replaced(inner, path.subList(1, path.size()))));
        } else if (path.size() == 1 && entry.value() instanceof Yaml.Scalar scalar && isName(scalar)) {
            entries.put(path.get(0), new Yaml.Entry(entry.keyPlace(), content(scalar)));
        }
        return new Yaml.Mapping(mapping.place(), entries);
    }

    /** What has several lines is the text itself. */
    private static boolean isName(Yaml.Scalar scalar) {
        return !scalar.isNothing() && scalar.text().strip().indexOf('\n') < 0;
    }

    private Yaml content(Yaml.Scalar name) {
        try {
            byte[] bytes = source.named(name.text());
            if (bytes.length > LARGEST) {
                throw new Missing("it is larger than " + (LARGEST >> 10) + " KiB");
            }
            digests.add(Digest.of(bytes));
            return new Yaml.Scalar(name.place(), new String(bytes, StandardCharsets.UTF_8), false);
        } catch (Missing missing) {
            problems.add(name.place(), Problems.quoted(name.text()) + ": " + missing.getMessage());
            return new Yaml.Broken(name.place());
        }
    }
}

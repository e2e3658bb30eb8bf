package dev.multiarch.it;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * One run of the OCI's conformance suite for registries (opencontainers/distribution-spec, conformance) at an embedded
 * registry.
 */
record ConformanceSuite(Transcript transcript, List<Case> cases) {
    static final String REPOSITORY = "conformance/repo1";

    private static final Pattern MANIFEST = Pattern.compile("PUT\nURL: \\S+/v2/" + REPOSITORY + "/manifests/(\\S+)");

    /** @param name such as {@code OCI Conformance Test/sha512/push/manifest-by-digest} */
    record Case(String name, String status, String message, String requests) {
        /** The kind of content that this case belongs to, such as {@code sha512}. */
        String kind() {
            return name.split("/")[1];
        }

        /** Other cases push what a registry has to refuse. */
        boolean isPush() {
            return name.contains("/push/manifest-by-");
        }

        String failure() {
            return name + ": " + status + ": " + message.strip();
        }
    }

    /**
     * @param folder for the suite's report
     * @param settings variables of the suite, without their prefix {@code OCI_}
     */
    static ConformanceSuite run(
            Commands commands, EmbeddedRegistry registry, Path folder, Map<String, String> settings) {
        var all = new TreeMap<>(settings);
        all.put("REGISTRY", registry.host());
        all.put("REPO1", REPOSITORY);
        all.put("TLS", "disabled");
        all.put("VERSION", "1.1");
        all.put("RESULTS_DIR", folder.toString());
        Commands suite = commands.in(folder);
        for (var setting : all.entrySet()) {
            suite = suite.with("OCI_" + setting.getKey(), setting.getValue());
        }
        Transcript transcript = suite.program("oci-conformance");
        return new ConformanceSuite(transcript, read(folder.resolve("junit.xml")));
    }

    private static List<Case> read(Path junit) {
        List<Case> cases = new ArrayList<>();
        try {
            var found = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(junit.toFile())
                    .getElementsByTagName("testcase");
            for (int i = 0; i < found.getLength(); i++) {
                var one = (Element) found.item(i);
                cases.add(new Case(
                        one.getAttribute("name"),
                        one.getAttribute("status"),
                        text(one, "system-out"),
                        text(one, "system-err")));
            }
        } catch (IOException | ParserConfigurationException | SAXException e) {
            throw new AssertionError("the suite left no report that can be read", e);
        }
        return cases;
    }

    private static String text(Element one, String name) {
        var found = one.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    Stream<Case> with(String status) {
        return cases.stream().filter(one -> one.status().equals(status));
    }

    /** The tag or digest of each manifest that the suite has pushed, with the kind of content that it pushed it for. */
    Map<String, String> manifests() {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (Case one : cases.stream().filter(Case::isPush).toList()) {
            Matcher put = MANIFEST.matcher(one.requests());
            while (put.find()) {
                kinds.putIfAbsent(put.group(1), one.kind());
            }
        }
        return kinds;
    }
}

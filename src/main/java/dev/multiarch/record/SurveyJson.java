package dev.multiarch.record;

import dev.multiarch.fact.Fact;
import dev.multiarch.host.BinfmtEntry;
import dev.multiarch.host.EntrySurvey;
import dev.multiarch.host.HostFact;
import dev.multiarch.host.HostSurvey;
import dev.multiarch.host.PlatformSurvey;
import dev.multiarch.image.Platform;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** A survey of a host in JSON, {@code dev.multiarch.facts/v1}: what {@code doctor} writes and {@code --facts} reads. */
public final class SurveyJson {
    public static final String SCHEMA = "dev.multiarch.facts/v1";

    /** In bytes. */
    public static final int LARGEST = 4 << 20;

    private static final int MOST = 1_000;

    private SurveyJson() {}

    public static Map<String, Object> write(HostSurvey survey) {
        Map<String, Object> facts = new LinkedHashMap<>();
        survey.facts().forEach((id, fact) -> facts.put(id.id(), FactJson.write(fact, Function.identity())));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", SCHEMA);
        root.put("host", survey.name());
        survey.root().ifPresent(folder -> root.put("root", folder));
        root.put("facts", facts);
        root.put("entries", survey.entries().stream().map(SurveyJson::entry).toList());
        root.put("odd", survey.odd());
        root.put(
                "platforms",
                survey.platforms().entrySet().stream()
                        .map(each -> platform(each.getKey(), each.getValue()))
                        .toList());
        return root;
    }

    private static Map<String, Object> entry(EntrySurvey entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", entry.entry().name());
        json.put("serves", entry.platforms().stream().map(Platform::toString).toList());
        json.put("flags", entry.entry().flags());
        json.put("file", entry.entry().text());
        json.put("interpreter", FactJson.write(entry.interpreter(), Function.identity()));
        json.put("version", FactJson.write(entry.version(), Function.identity()));
        return json;
    }

    private static Map<String, Object> platform(Platform platform, PlatformSurvey survey) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("platform", platform.toString());
        json.put("emulated", FactJson.write(survey.emulated(), Function.identity()));
        json.put("kernel", FactJson.write(survey.kernel(), Function.identity()));
        json.put("mounted", FactJson.write(survey.mounted(), Function.identity()));
        json.put("flags", FactJson.write(survey.flags(), Function.identity()));
        json.put("emulator", FactJson.write(survey.emulator(), Function.identity()));
        json.put("interpreter", FactJson.write(survey.interpreter(), Function.identity()));
        json.put("version", FactJson.write(survey.version(), Function.identity()));
        json.put("bundled", FactJson.write(survey.bundled(), Function.identity()));
        Map<String, Object> runs = FactJson.write(survey.runs(), Function.identity());
        if (survey.runs().isKnown() && !survey.runs().reason().isEmpty()) {
            runs.put("failure", survey.runs().reason());
        }
        json.put("runs", runs);
        return json;
    }

    /**
     * @param what names the document in messages
     * @throws FormatException if it is not a survey of this schema
     */
    public static HostSurvey read(byte[] bytes, String what) {
        JsonObject root = Json.read(bytes, what).ofSchema(SCHEMA);
        Map<HostFact, Fact<String>> facts = new EnumMap<>(HostFact.class);
        JsonObject all = root.object("facts");
        for (String id : all.members().keySet()) {
            Optional<HostFact> fact = HostFact.of(id);
            if (fact.isEmpty() && !root.isNewer()) {
                throw all.problem(id, "there is no such fact, expected one of " + HostFact.ids());
            }
            fact.ifPresent(known -> facts.put(known, FactJson.text(all.object(id))));
        }
        List<EntrySurvey> entries = new ArrayList<>();
        for (JsonObject json : limited(root, "entries")) {
            BinfmtEntry entry = at(json, "file", () -> BinfmtEntry.parse(json.line("name"), json.text("file")));
            entries.add(new EntrySurvey(
                    entry, FactJson.text(json.object("interpreter")), FactJson.text(json.object("version"))));
        }
        Map<Platform, PlatformSurvey> platforms = new LinkedHashMap<>();
        for (JsonObject json : limited(root, "platforms")) {
            Platform platform = at(json, "platform", () -> Platform.parse(json.line("platform")));
            if (platforms.put(platform, platform(json)) != null) {
                throw json.problem("platform", platform + " is listed twice");
            }
        }
        return new HostSurvey(
                root.line("host"), root.optionalLine("root"), facts, entries, root.texts("odd"), platforms);
    }

    /** A malformed value does not know its path. */
    private static <T> T at(JsonObject json, String key, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (FormatException malformed) {
            String why = malformed.getMessage();
            throw why.startsWith(json.document()) ? malformed : json.problem(key, why);
        }
    }

    private static List<JsonObject> limited(JsonObject root, String key) {
        List<JsonObject> objects = root.objects(key);
        if (objects.size() > MOST) {
            throw root.problem(key, "expected at most " + MOST + ", found " + objects.size());
        }
        return objects;
    }

    private static PlatformSurvey platform(JsonObject json) {
        JsonObject runs = json.object("runs");
        Fact<Boolean> ran = FactJson.flag(runs);
        return new PlatformSurvey(
                FactJson.flag(json.object("emulated")),
                FactJson.text(json.object("kernel")),
                FactJson.flag(json.object("mounted")),
                FactJson.text(json.object("flags")),
                FactJson.text(json.object("emulator")),
                FactJson.text(json.object("interpreter")),
                FactJson.text(json.object("version")),
                FactJson.flag(json.object("bundled")),
                new Fact<>(
                        ran.value(), ran.learnt(), runs.optionalLine("failure").orElse(ran.reason())));
    }
}

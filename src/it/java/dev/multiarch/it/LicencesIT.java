package dev.multiarch.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The built jar carries the licence of everything that it contains. It needs no real parts, only the phase {@code package}. */
class LicencesIT {
    private static final String LICENCES = "META-INF/licenses/";

    private static final String APACHE = "Version 2.0, January 2004";
    private static final String BSD = "Redistribution and use in source and binary forms";

    /** Where the entries that are not ours come from: the beginning of their names and the folder of that library's licence. */
    private static final Map<String, String> ORIGINS = Map.ofEntries(
            Map.entry("picocli/", "picocli"),
            Map.entry("com/fasterxml/jackson/core/", "jackson-core"),
            Map.entry("com/fasterxml/jackson/dataformat/yaml/", "jackson-dataformat-yaml"),
            Map.entry("org/yaml/snakeyaml/", "snakeyaml"),
            Map.entry("com/github/luben/zstd/", "zstd-jni"),
            Map.entry("linux/", "zstd-jni"),
            Map.entry("darwin/", "zstd-jni"),
            Map.entry("org/kohsuke/github/", "github-api"),
            Map.entry("com/fasterxml/jackson/databind/", "jackson-databind"),
            Map.entry("com/fasterxml/jackson/annotation/", "jackson-annotations"),
            Map.entry("org/apache/commons/io/", "commons-io"),
            Map.entry("org/apache/commons/lang3/", "commons-lang3"));

    private static final Map<String, List<String>> TEXTS = Map.of(
            "picocli", List.of(APACHE),
            "jackson-core", List.of(APACHE, "Copyright 2007-, Tatu Saloranta", "Daniel Lemire", "Tim Buktu"),
            "jackson-dataformat-yaml",
                    List.of("Apache (Software) License, version 2.0", "Copyright 2007-, Tatu Saloranta"),
            "snakeyaml", List.of(APACHE),
            "zstd-jni", List.of(BSD, "Luben Karavelov", "Meta Platforms"),
            "github-api", List.of("Permission is hereby granted, free of charge", "Kohsuke Kawaguchi"),
            "jackson-databind", List.of(APACHE, "Copyright 2007-, Tatu Saloranta"),
            "jackson-annotations", List.of(APACHE, "Copyright 2007-, Tatu Saloranta"),
            "commons-io", List.of(APACHE, "The Apache Software Foundation"),
            "commons-lang3", List.of(APACHE, "The Apache Software Foundation"));

    private static JarFile jar() throws IOException {
        String built = System.getProperty("multiarch.jar", "");
        assumeTrue(!built.isEmpty(), "the jar is built by Maven");
        return new JarFile(built);
    }

    private static Stream<String> files(JarFile jar) {
        return jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName);
    }

    private static String text(JarFile jar, String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        assertThat(entry).as(name).isNotNull();
        return new String(jar.getInputStream(entry).readAllBytes(), UTF_8);
    }

    private static String folderOf(String entry) {
        String program = entry.replaceFirst("^META-INF/versions/\\d+/", ""); // for newer versions of Java
        return ORIGINS.entrySet().stream()
                .filter(origin -> program.startsWith(origin.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("a licence of " + program + " is missing in META-INF/licenses");
    }

    @Test
    void everyProgramInTheJarHasItsLicence() throws IOException {
        try (JarFile jar = jar()) {
            List<String> folders = files(jar)
                    .filter(name -> name.matches(".*\\.(class|so|dylib|dll)"))
                    .filter(name -> !name.startsWith("dev/multiarch/"))
                    .map(LicencesIT::folderOf)
                    .distinct()
                    .toList();
            assertThat(folders).containsExactlyInAnyOrderElementsOf(TEXTS.keySet());
            String notice = text(jar, "META-INF/NOTICE");
            for (String folder : folders) {
                var all = new StringBuilder();
                for (String name : files(jar)
                        .filter(n -> n.startsWith(LICENCES + folder + "/"))
                        .toList()) {
                    all.append(text(jar, name));
                }
                assertThat(all).as(folder).contains(TEXTS.get(folder));
                assertThat(notice).contains(folder);
            }
        }
    }

    /** By the beginning of an entry's name: the library that it is of. */
    private static final Map<String, String> GOOGLES = Map.ofEntries(
            Map.entry(
                    "com/google/(cloud|storage|iam|type|rpc|longrunning|logging|geo|apps|shopping|api)/",
                    "google-cloud-java"),
            Map.entry("google/", "google-cloud-java"),
            Map.entry("com/google/api/(gax|core|pathtemplate|resourcenames)/", "gax"),
            Map.entry("com/google/auth/", "google-auth"),
            Map.entry("com/google/api/client/(googleapis|extensions)/", "google-api-client"),
            Map.entry("com/google/api/services/", "google-api-client"),
            Map.entry("com/google/api/client/auth/", "google-oauth-client"),
            Map.entry("com/google/api/client/", "google-http-client"),
            Map.entry("com/google/(common|thirdparty)/", "guava"),
            Map.entry("com/google/gson/", "gson"),
            Map.entry("com/google/protobuf/", "protobuf"),
            Map.entry("io/grpc/", "grpc"),
            Map.entry("io/opencensus/", "opencensus"),
            Map.entry("io/opentelemetry/", "opentelemetry"),
            Map.entry("org/apache/http/", "httpcomponents"),
            Map.entry("org/apache/commons/codec/", "commons-codec"),
            Map.entry("org/slf4j/", "slf4j"),
            Map.entry("org/threeten/bp/", "threetenbp"));

    @Test
    void theJarForGoogleHasALicenceForEachLibrary() throws IOException {
        String built = System.getProperty("multiarch.gcs", "");
        assumeTrue(!built.isEmpty(), "the jar is built by Maven");
        try (JarFile jar = new JarFile(built)) {
            List<String> without = files(jar)
                    .filter(name -> name.endsWith(".class") && !name.startsWith("dev/multiarch/record/google/"))
                    .map(name -> name.replaceFirst("^META-INF/versions/\\d+/", ""))
                    .filter(name -> GOOGLES.keySet().stream().noneMatch(origin -> name.matches(origin + ".*")))
                    .toList();
            assertThat(without).isEmpty();
            String notice = text(jar, "META-INF/gcs/NOTICE");
            for (String library : GOOGLES.values()) {
                assertThat(text(jar, "META-INF/gcs/licenses/" + library + "/LICENSE"))
                        .as(library)
                        .hasSizeGreaterThan(500);
                assertThat(notice).contains("\n" + library + " (http");
            }
            assertThat(new java.io.File(built).length()).isLessThan(22L << 20);
        }
    }

    @Test
    void noTextTakesThePlaceOfAnother() throws IOException {
        try (JarFile jar = jar()) {
            assertThat(text(jar, "META-INF/LICENSE")).isEqualTo(Files.readString(Path.of("LICENSE")));
            assertThat(text(jar, "META-INF/NOTICE"))
                    .isEqualTo(Files.readString(Path.of("src/main/resources/META-INF/NOTICE")));
            assertThat(files(jar)
                            .filter(name -> !name.endsWith(".class"))
                            .filter(name -> name.matches("(?i).*(LICEN[CS]E|NOTICE|COPYING)[^/]*")))
                    .allMatch(name -> name.startsWith(LICENCES) || name.matches("META-INF/(LICENSE|NOTICE)"));
            assertThat(files(jar)).doesNotHaveDuplicates();
        }
    }

    /** A newer version may bring other texts. */
    @Test
    void theTextsAreThoseOfTheLibrary() throws IOException, URISyntaxException {
        Map<String, Class<?>> libraries =
                Map.of("jackson-core", JsonFactory.class, "jackson-dataformat-yaml", YAMLFactory.class);
        for (Map.Entry<String, Class<?>> library : libraries.entrySet()) {
            Path theirs = Path.of(library.getValue()
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (JarFile their = new JarFile(theirs.toFile());
                    JarFile jar = jar()) {
                String folder = LICENCES + library.getKey() + "/";
                assertThat(texts(jar, folder))
                        .as(library.getKey())
                        .isEqualTo(texts(their, "META-INF/"))
                        .isNotEmpty();
            }
        }
    }

    /** The licences and notices in a folder of a jar, by their names. */
    private static Map<String, String> texts(JarFile jar, String folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (String name : files(jar)
                .filter(n -> n.matches(Pattern.quote(folder) + "[^/]*(LICENSE|NOTICE)"))
                .toList()) {
            texts.put(name.substring(folder.length()), text(jar, name));
        }
        return texts;
    }
}

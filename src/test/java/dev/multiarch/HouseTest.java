package dev.multiarch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Holds the code to the one direction of its packages and to the sizes that keep it readable. */
class HouseTest {
    /** From the top: each package may import those behind it. */
    private static final List<String> ORDER = List.of(
            "cli",
            "cli.action",
            "cli.doctor",
            "cli.options",
            "cli.console",
            "demo",
            "ship",
            "publish",
            "publish.commands",
            "publish.source",
            "build",
            "copy",
            "emulation",
            "advise",
            "rebuild",
            "plan",
            "verify",
            "sign",
            "smoke",
            "github.api",
            "github",
            "report",
            "profile",
            "step",
            "policy.cases",
            "policy.read",
            "policy.rules",
            "policy",
            "policy.yaml",
            "archive",
            "record.google",
            "record.stores",
            "dockerfile.advice",
            "dockerfile.shell",
            "dockerfile",
            "record",
            "signature",
            "host.diagnosis",
            "host",
            "registry.layout",
            "registry.embedded",
            "registry",
            "registry.auth",
            "registry.request",
            "registry.tls",
            "registry.settings",
            "registry.http",
            "process",
            "fact",
            "image.layers",
            "image",
            "json",
            "text",
            "concurrent");

    /** Read /proc, or files without following a link to them after they looked at what kind they are. */
    private static final Set<String> OPENS_ITSELF = Set.of(
            "FileInput",
            "Device",
            "Descendants",
            "Namespace",
            "RunnerLog",
            "LayoutFolder",
            "DirectoryStore",
            "LayerCache");

    private static final int LONGEST_FILE = 250;
    private static final int LONGEST_METHOD = 40;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.multiarch");

    @Test
    void packagesDependOneWayOnly() {
        List<String> upwards = CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(d -> level(d.getTargetClass()) >= 0 && level(d.getTargetClass()) < level(d.getOriginClass()))
                .map(d -> d.getDescription())
                .toList();
        assertThat(upwards).isEmpty();
    }

    @Test
    void everyPackageIsInTheOrderAndSaysWhatItHolds() throws IOException {
        Path root = Path.of("src/main/java/dev/multiarch");
        try (Stream<Path> folders = Files.walk(root)) {
            List<Path> packages = folders.filter(Files::isDirectory)
                    .filter(p -> !p.equals(root))
                    .toList();
            assertThat(packages).allSatisfy(p -> {
                assertThat(p.resolve("package-info.java")).exists();
                assertThat(ORDER).contains(root.relativize(p).toString().replace('/', '.'));
            });
        }
    }

    @Test
    void librariesStayInTheirPackages() {
        assertThat(users("com.fasterxml.jackson")).isSubsetOf("json", "image", "policy.yaml");
        assertThat(users("com.fasterxml.jackson.dataformat")).isSubsetOf("policy.yaml");
        assertThat(users("com.fasterxml.jackson.databind")).isEmpty();
        assertThat(users("com.github.luben")).isSubsetOf("image.layers");
        assertThat(users("org.yaml")).isSubsetOf("policy.yaml");
        assertThat(users("org.kohsuke")).isSubsetOf("github.api");
        assertThat(users("com.google")).isSubsetOf("record.google");
        assertThat(users("picocli")).isSubsetOf("cli", "cli.action", "cli.console", "cli.doctor", "cli.options");
    }

    @Test
    void noStaticHoldsState() {
        List<String> fields = CLASSES.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(f -> f.getModifiers().contains(JavaModifier.STATIC))
                .filter(f -> !f.getModifiers().contains(JavaModifier.FINAL))
                .map(f -> f.getFullName())
                .toList();
        assertThat(fields).isEmpty();
    }

    /** A name from outside may be that of a device or a pipe, which {@code FileInput} refuses or reads within a limit. */
    @Test
    void filesAreOpenedInOnePlace() {
        var ways = "newInputStream|readAllBytes|readString|readAllLines|lines|newBufferedReader|<init>";
        List<String> others = CLASSES.stream()
                .filter(type -> !OPENS_ITSELF.contains(type.getSimpleName()))
                .filter(type -> !packageOf(type).equals("registry.embedded")) // which holds what it was sent
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(access -> access.getTarget().getName().matches(ways))
                .filter(access -> List.of("Files", "FileReader", "RandomAccessFile")
                        .contains(access.getTargetOwner().getSimpleName()))
                .map(access -> access.getDescription())
                .toList();
        assertThat(others).isEmpty();
    }

    @Test
    void namesSayWhatAThingIs() {
        assertThat(CLASSES.stream().map(JavaClass::getSimpleName))
                .noneMatch(name -> name.matches(".*(Util|Utils|Helper|Helpers|Manager|Const|Constants)"));
    }

    @Test
    void filesAreShort() throws IOException {
        assertThat(sources())
                .allSatisfy(file -> assertThat(Files.readAllLines(file))
                        .as(file.toString())
                        .filteredOn(line -> !line.startsWith("//SOURCES ")) // JBang's list, written by a script
                        .hasSizeLessThanOrEqualTo(LONGEST_FILE));
    }

    @Test
    void methodsAreShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var task = (JavacTask) compiler.getTask(
                    null, files, d -> {}, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources()));
            var positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new TreeScanner<Void, String>() {
                    @Override
                    public Void visitClass(ClassTree type, String outer) {
                        return super.visitClass(type, type.getSimpleName().toString());
                    }

                    @Override
                    public Void visitMethod(MethodTree method, String type) {
                        long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
                        long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
                        if (last - first + 1 > LONGEST_METHOD) {
                            tooLong.add(type + "." + method.getName() + ": " + (last - first + 1) + " lines");
                        }
                        return super.visitMethod(method, type);
                    }
                }.scan(unit, "");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String root : List.of("src/main/java", "src/gcs/java", "src/test/java", "src/it/java", "scripts")) {
            if (Files.isDirectory(Path.of(root))) {
                try (Stream<Path> files = Files.walk(Path.of(root))) {
                    files.filter(f -> f.toString().endsWith(".java")).forEach(all::add);
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            }
        }
        return all;
    }

    private static TreeSet<String> users(String library) {
        TreeSet<String> users = new TreeSet<>();
        CLASSES.stream()
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(d -> d.getTargetClass().getPackageName().startsWith(library)))
                .forEach(type -> users.add(packageOf(type)));
        return users;
    }

    private static int level(JavaClass type) {
        return ORDER.indexOf(packageOf(type));
    }

    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith("dev.multiarch.") ? name.substring("dev.multiarch.".length()) : "";
    }
}

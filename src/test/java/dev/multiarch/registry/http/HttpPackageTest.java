package dev.multiarch.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpPackageTest {
    @Test
    void importsNothingOfOursAndNoOtherHttpClient() {
        List<String> others = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.multiarch.registry.http")
                        .stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getName())
                        .filter(name ->
                                name.startsWith("dev.multiarch.") && !name.startsWith("dev.multiarch.registry.http.")
                                        || name.contains("URLConnection")
                                        || name.startsWith("java.net.http."))
                        .toList();
        assertThat(others).isEmpty();
    }
}

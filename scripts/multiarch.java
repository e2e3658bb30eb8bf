/// usr/bin/env jbang "$0" "$@" ; exit $?
// JAVA 17+
// RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1
// DEPS info.picocli:picocli:4.7.7
// DEPS com.fasterxml.jackson.core:jackson-core:2.20.0
// DEPS org.snakeyaml:snakeyaml-engine:2.10
// SOURCES ../src/main/java/dev/multiarch/cli/Main.java
// SOURCES ../src/main/java/dev/multiarch/host/Fact.java
// SOURCES ../src/main/java/dev/multiarch/host/Learnt.java
// SOURCES ../src/main/java/dev/multiarch/image/Descriptor.java
// SOURCES ../src/main/java/dev/multiarch/image/Digest.java
// SOURCES ../src/main/java/dev/multiarch/image/FormatException.java
// SOURCES ../src/main/java/dev/multiarch/image/ImageConfig.java
// SOURCES ../src/main/java/dev/multiarch/image/Index.java
// SOURCES ../src/main/java/dev/multiarch/image/Json.java
// SOURCES ../src/main/java/dev/multiarch/image/JsonObject.java
// SOURCES ../src/main/java/dev/multiarch/image/Manifest.java
// SOURCES ../src/main/java/dev/multiarch/image/MediaTypes.java
// SOURCES ../src/main/java/dev/multiarch/image/Platform.java
// SOURCES ../src/main/java/dev/multiarch/image/Reference.java
// SOURCES ../src/main/java/dev/multiarch/policy/Finding.java
// SOURCES ../src/main/java/dev/multiarch/policy/Need.java
// SOURCES ../src/main/java/dev/multiarch/policy/Outcome.java
// SOURCES ../src/main/java/dev/multiarch/policy/Place.java
// SOURCES ../src/main/java/dev/multiarch/policy/Severity.java
// SOURCES ../src/main/java/dev/multiarch/policy/Subject.java
// SOURCES ../src/main/java/dev/multiarch/policy/Verdict.java
// SOURCES ../src/main/java/dev/multiarch/record/BuildFacts.java
// FILES policies/x.yaml=../policies/x.yaml

import dev.multiarch.cli.Main;

class multiarch {
    public static void main(String... arguments) {
        Main.main(arguments);
    }

    /** The command of that name, as if it had been typed before the arguments. */
    static void command(String name, String... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = name;
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        Main.main(words);
    }
}

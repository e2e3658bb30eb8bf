///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//JAVAC_OPTIONS -Xlint:-classfile
//DEPS org.kohsuke:github-api:1.330
//DEPS com.fasterxml.jackson.core:jackson-databind:2.23.0
//SOURCES multiarch.java
//SOURCES ../src/main/java/dev/multiarch/github/api/ApiResponse.java
//SOURCES ../src/main/java/dev/multiarch/github/api/Exchange.java
//SOURCES ../src/main/java/dev/multiarch/github/api/LibraryApi.java
//SOURCES ../src/main/java/dev/multiarch/github/api/LibraryApiFactory.java
//SOURCES ../src/main/java/dev/multiarch/github/api/LibraryIssues.java

class status {
    public static void main(String... arguments) {
        multiarch.command("status", arguments);
    }
}

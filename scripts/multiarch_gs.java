///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//JAVAC_OPTIONS -Xlint:-classfile
//DEPS com.google.cloud:google-cloud-storage:2.78.0
//SOURCES multiarch.java
//SOURCES ../src/gcs/java/dev/multiarch/record/google/Attempts.java
//SOURCES ../src/gcs/java/dev/multiarch/record/google/Client.java
//SOURCES ../src/gcs/java/dev/multiarch/record/google/Doing.java
//SOURCES ../src/gcs/java/dev/multiarch/record/google/Fix.java
//SOURCES ../src/gcs/java/dev/multiarch/record/google/GoogleStore.java
//SOURCES ../src/gcs/java/dev/multiarch/record/google/LibraryStores.java

class multiarch_gs {
    public static void main(String... arguments) {
        multiarch.main(arguments);
    }
}

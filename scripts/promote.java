///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES multiarch.java

class promote {
    public static void main(String... arguments) {
        multiarch.command("promote", arguments);
    }
}

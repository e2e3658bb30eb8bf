///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES multiarch.java

class timing {
    public static void main(String... arguments) {
        multiarch.command("timing", arguments);
    }
}

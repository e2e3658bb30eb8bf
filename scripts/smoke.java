///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES multiarch.java

class smoke {
    public static void main(String... arguments) {
        multiarch.command("smoke", arguments);
    }
}

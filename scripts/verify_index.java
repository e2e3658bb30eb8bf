///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES multiarch.java

class verify_index {
    public static void main(String... arguments) {
        multiarch.command("verify-index", arguments);
    }
}

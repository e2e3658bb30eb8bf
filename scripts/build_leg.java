///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES multiarch.java

class build_leg {
    public static void main(String... arguments) {
        multiarch.command("build", arguments);
    }
}

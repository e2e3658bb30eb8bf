package dev.multiarch.cli.console;

/** The version that the jar's manifest carries. */
public final class Version {
    private Version() {}

    public static String read() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "from source" : version;
    }
}

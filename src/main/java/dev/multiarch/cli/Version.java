package dev.multiarch.cli;

/** The version that the jar's manifest carries. */
final class Version {
    private Version() {}

    static String read() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "from source" : version;
    }
}

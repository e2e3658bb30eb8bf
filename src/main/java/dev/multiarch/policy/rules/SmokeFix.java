package dev.multiarch.policy.rules;

import dev.multiarch.record.BuildFacts;
import java.util.List;

/** What to do about each cause why nothing is known of an image's programs. A cause that says so itself is left to that. */
final class SmokeFix {
    private static final String ITSELF = ". Fix: ";

    /** The first whose words the cause has. */
    private record Row(String words, String fix) {}

    private static final List<Row> TABLE = List.of(
            new Row(BuildFacts.NOT_TRIED, Smoke.RUN),
            new Row(" was not run", Smoke.RUN),
            new Row("it is in an archive", "unpack it into a folder, and give oci:FOLDER"),
            new Row(
                    "no builder \"",
                    "create it: docker buildx create --name NAME --driver docker-container --bootstrap; or name another"
                            + " one with --builder"),
            new Row(
                    " can't be used: ",
                    "docker buildx inspect --bootstrap shows what its nodes lack; or name another one with --builder"),
            new Row("its config is unknown", "push this image again: multiarch inspect shows what can be read of it"),
            new Row("and a builder runs it as that", "build {platform} again, or correct the index's entry for it"),
            new Row(" ONBUILD instruction", "test an image that is built on this one"),
            new Row(
                    "neither an entrypoint nor a command",
                    "name a command: [/app, --version] in the policy, or -- /app --version"),
            new Row(" characters, and at most ", "put the command into a script in the image"),
            new Row(
                    ": there is no probe for",
                    "image.elf-machine, in the policy baseline, looks at the image's programs; a builder on another CPU"
                            + " can run it"),
            new Row(": its image can't be read: ", "change what the builder complains of, and run it again"),
            new Row(
                    " is not known to be a program for ",
                    "name a program that is in the image: an ELF file, or a script whose interpreter is there"),
            new Row(
                    "the builder can't run programs for ",
                    "set up emulation with multiarch doctor --platforms {platform} --fix, or use a native builder"),
            new Row(" programs for ", "use a builder whose CPU runs {platform}"),
            new Row("the build was cancelled", "run it again"),
            new Row("401 Unauthorized", "docker login for the registry of this image, and run it again"),
            new Row("unable to find user", "give USER as a number in the Dockerfile, such as USER 1000:1000"),
            new Row("", "change what the builder complains of, and run it again"));

    private SmokeFix() {}

    /** Without the advice in it. */
    static String cause(String why) {
        int at = why.indexOf(ITSELF);
        return at < 0 ? why : why.substring(0, at);
    }

    static String of(String why) {
        int at = why.indexOf(ITSELF);
        return at >= 0
                ? why.substring(at + ITSELF.length())
                : TABLE.stream()
                        .filter(row -> why.contains(row.words))
                        .findFirst()
                        .orElseThrow()
                        .fix;
    }
}

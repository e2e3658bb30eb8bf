package dev.multiarch.pipeline;

import dev.multiarch.host.BuilderHost;
import dev.multiarch.host.HostFacts;
import dev.multiarch.image.Platform;
import dev.multiarch.it.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepairIT {
    @TempDir
    Path temp;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing,                    '',    '',                                       ''",
        "with P and F,               OPCF,  /usr/libexec/qemu-binfmt/s390x-binfmt-P,  POCF",
        "without F,                  OPC,   /usr/libexec/qemu-binfmt/s390x-binfmt-P,  ''",
        "without P,                  OCF,   /usr/libexec/qemu-binfmt/s390x-binfmt-P,  ''",
        "without P none is wanted,   OCF,   /usr/bin/qemu-s390x-static,               OCF",
        "with P none is wanted,      POCF,  /usr/bin/qemu-s390x-static,               ''",
    })
    void explore(String name, String flags, String interpreter, String seen) throws Exception {
        Stack.require();
        try (var own = OwnKernelEntries.start(temp, "")) {
            if (!flags.isEmpty()) {
                String line = Files.readString(Path.of("/usr/lib/binfmt.d/qemu-s390x.conf"))
                        .strip();
                own.register(line.substring(0, line.indexOf("/usr")) + interpreter + ":" + flags);
            }
            HostFacts facts = new BuilderHost(own.programs(), own.buildx(), own.host())
                    .facts(own.builder(), Platform.parse("linux/s390x"));
            System.err.println("XX " + name + " " + facts + own.builder());
        }
    }
}

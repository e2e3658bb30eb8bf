package dev.multiarch.it;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests in a repository whose workflows act runs. */
abstract class WithConsumer {
    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm();

    @TempDir
    Path temp;

    Stack stack;
    Consumer consumer;

    @BeforeEach
    void makeConsumer() throws IOException {
        stack = Stack.require();
        consumer = new Consumer(temp, commands);
    }
}

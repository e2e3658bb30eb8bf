package dev.multiarch.launcher;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the launcher in a checkout with stand-ins for what it starts. */
abstract class InCheckout {
    static final String PROGRESS = "multiarch: building (first call with these sources) …\n";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path temp;

    Checkout checkout;
    Commands here;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = new Checkout(temp);
        here = checkout.commands(commands);
    }
}

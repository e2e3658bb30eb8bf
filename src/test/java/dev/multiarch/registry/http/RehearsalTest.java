package dev.multiarch.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private final AtomicInteger rehearsed = new AtomicInteger();
    private final CountDownLatch done = new CountDownLatch(1);

    /** Makes contexts, or says why it can't. */
    private interface Making {
        SSLContext make() throws IOException;
    }

    private Rehearsal of(Making making) {
        return new Rehearsal(new Tls.Contexts() {
            @Override
            public SSLContext of(String authority) throws IOException {
                return making.make();
            }

            @Override
            public void rehearse() {
                rehearsed.incrementAndGet();
                done.countDown();
            }
        });
    }

    @Test
    void theFirstConnectionRehearsesAndNoOtherDoes() throws Exception {
        var tls = of(() -> JavasTls.of("r.example"));
        for (int connection = 0; connection < 3; connection++) {
            assertThat(Rehearsal.result(tls.context("r.example"))).isEqualTo(SSLContext.getDefault());
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(rehearsed).hasValue(1);
    }

    @Test
    void aContextThatCannotBeMadeFailsEachConnectionInItsWords() {
        var tls = of(() -> {
            throw new IOException("certs.d/r.example/ca.crt cannot be read");
        });
        for (int connection = 0; connection < 2; connection++) {
            assertThatThrownBy(() -> Rehearsal.result(tls.context("r.example")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("certs.d/r.example/ca.crt cannot be read");
        }
        assertThat(rehearsed).hasValue(0);
    }

    /** The connection says what is wrong. */
    @Test
    void aRehearsalThatFailsDoesNoHarm() throws Exception {
        SSLContext uninitialised = SSLContext.getInstance("TLS");
        Tls.rehearse(uninitialised);
        assertThat(Rehearsal.result(of(() -> uninitialised).context("r.example")))
                .isSameAs(uninitialised);
    }
}

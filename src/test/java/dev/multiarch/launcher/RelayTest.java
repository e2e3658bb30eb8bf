package dev.multiarch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The relay of the benchmark. */
class RelayTest {
    /** A client that has said all, a server that takes its time, and Python looking for garbage meanwhile. */
    private static final String HALF_CLOSED = """
            import asyncio, gc, importlib.machinery, importlib.util
            loader = importlib.machinery.SourceFileLoader("relay", "scripts/relay")
            relay = importlib.util.module_from_spec(importlib.util.spec_from_loader("relay", loader))
            loader.exec_module(relay)
            asked, collected = asyncio.Event(), asyncio.Event()
            async def server(reader, writer):
                await reader.read()
                asked.set()
                await collected.wait()
                writer.write(b"answer")
                writer.close()
            async def listening(handler):
                it = await asyncio.start_server(handler, "127.0.0.1", 0)
                return it, it.sockets[0].getsockname()[1]
            async def main():
                far, port = await listening(server)
                near, port = await listening(relay.Relay(0, "127.0.0.1", port, None).connection)
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"GET / HTTP/1.1\\r\\n\\r\\n")
                writer.write_eof()
                await asked.wait()
                await asyncio.sleep(0.1)
                gc.collect()
                collected.set()
                print((await asyncio.wait_for(reader.read(), 30)).decode(), end="")
            asyncio.run(main())
            """;

    @RegisterExtension
    final Commands commands = new Commands();

    @Test
    void anAnswerToAClientThatHasSaidAllIsNotLost() {
        String python = Commands.need("python3").toString();
        assertThat(commands.program(python, "-B", "-c", HALF_CLOSED))
                .exitCode(0)
                .stdoutIs("answer")
                .stderrIsEmpty();
    }
}

package dev.multiarch.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Is in front of a registry that speaks plain http, counts requests, and spoils one of them or all from one on. Each
 * client connection has its own connection to the registry, which ends after each answer.
 */
public final class FaultyProxy implements AutoCloseable {
    /** What happens to a request. */
    public enum Fault {
        /** 500, once; the request does not reach the registry. */
        ERROR_500,
        /** 503 to this and every later request. */
        DOWN_503,
        /** 429 with Retry-After, once. */
        BUSY_429,
        /** The connection is reset before the request reaches the registry, once. */
        RESET_BEFORE,
        /** The registry does what it was asked, and the answer is lost, once. */
        ANSWER_LOST,
        /** The connection ends in the middle of the body, once. */
        HALF_BODY,
        /** No answer at all, once; after some seconds the connection ends, as not every client gives up by itself. */
        SILENCE,
        /** 401 without a challenge to this and every later request. */
        UNAUTHORIZED_401,
        /** 403, once. */
        FORBIDDEN_403,
        /** 404, once. */
        NOT_FOUND_404,
        /** 404 as Google answers where there is no such bucket, once. */
        NO_BUCKET_404,
        /** 412, once; the request does not reach the registry. */
        PRECONDITION_412,
        /** A body of the right length with one byte changed, once. */
        WRONG_BYTES
    }

    private static final int SILENCE_MILLIS = 3000;

    private final FaultyRegistry server;
    private final String registryHost;
    private final int registryPort;
    private final List<String> lines = new ArrayList<>();
    private int first = Integer.MAX_VALUE;
    private Fault fault = Fault.ERROR_500;
    private Runnable meanwhile = () -> {};

    /** @param registry {@code host:port} */
    public FaultyProxy(String registry) {
        int colon = registry.lastIndexOf(':');
        registryHost = registry.substring(0, colon);
        registryPort = Integer.parseInt(registry.substring(colon + 1));
        server = FaultyRegistry.start().otherwise(this::reply);
    }

    /** {@code 127.0.0.1:port}. */
    public String host() {
        return server.host();
    }

    /** Forgets what was asked so far; the request of this number, from 1 on, is spoiled. */
    public synchronized void spoil(int number, Fault how) {
        meanwhile(number, () -> {});
        fault = how;
    }

    /** Forgets what was asked so far; this is done just before the request of this number, which is not spoiled. */
    public synchronized void meanwhile(int number, Runnable somethingElse) {
        lines.clear();
        first = number;
        fault = null;
        meanwhile = somethingElse;
    }

    public synchronized void spoilNothing() {
        spoil(Integer.MAX_VALUE, Fault.ERROR_500);
    }

    /** Method and path of each request since the last call of {@link #spoil}, in the order of arrival. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    private synchronized Reply reply(Received request) {
        lines.add(request.line());
        if (lines.size() == first) {
            meanwhile.run();
        }
        boolean goesOn = fault == Fault.DOWN_503 || fault == Fault.UNAUTHORIZED_401;
        boolean spoiled = goesOn ? lines.size() >= first : lines.size() == first;
        return spoiled && fault != null ? spoiled(fault) : passed(answer -> answer);
    }

    private Reply spoiled(Fault how) {
        return switch (how) {
            case ERROR_500 -> Reply.status(500);
            case DOWN_503 -> Reply.status(503);
            case BUSY_429 -> Reply.status(429).with("Retry-After", "0");
            case UNAUTHORIZED_401 -> Reply.status(401);
            case FORBIDDEN_403 -> Reply.status(403);
            case NO_BUCKET_404 -> Reply.error(404, "notFound", "The specified bucket does not exist.");
            case PRECONDITION_412 -> Reply.status(412);
            case NOT_FOUND_404 -> Reply.status(404);
            case SILENCE ->
                (request, out, socket) -> {
                    socket.setSoTimeout(SILENCE_MILLIS);
                    return Reply.silent().send(request, out, socket);
                };
            case RESET_BEFORE -> Reply.reset();
            case ANSWER_LOST ->
                (request, out, socket) -> {
                    ask(request);
                    return Reply.reset().send(request, out, socket);
                };
            case HALF_BODY -> passed(answer -> Arrays.copyOf(answer, (bodyStart(answer) + answer.length) / 2));
            case WRONG_BYTES -> passed(FaultyProxy::wrong);
        };
    }

    private static byte[] wrong(byte[] answer) {
        if (bodyStart(answer) < answer.length) {
            answer[answer.length - 1] ^= 1;
        }
        return answer;
    }

    /** What the registry answers, as the function makes it; the connection ends with it. */
    private Reply passed(UnaryOperator<byte[]> made) {
        return (request, out, socket) -> {
            out.write(made.apply(ask(request)));
            out.flush();
            return false;
        };
    }

    /** The registry's whole answer; it has to end the connection, so that its end is the answer's. */
    private byte[] ask(Received request) throws IOException {
        var head = new StringBuilder(request.line() + " HTTP/1.1\r\n");
        request.headers().forEach((name, value) -> {
            if (!name.equals("connection")) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        });
        head.append("connection: close\r\n\r\n");
        try (Socket registry = new Socket(registryHost, registryPort)) {
            registry.getOutputStream().write(head.toString().getBytes(ISO_8859_1));
            registry.getOutputStream().write(request.bytes());
            registry.getOutputStream().flush();
            return registry.getInputStream().readAllBytes();
        }
    }

    private static int bodyStart(byte[] answer) {
        return new String(answer, ISO_8859_1).indexOf("\r\n\r\n") + 4;
    }

    @Override
    public void close() {
        server.close();
    }
}

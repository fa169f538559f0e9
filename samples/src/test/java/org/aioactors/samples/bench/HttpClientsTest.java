// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clients of the HTTP benchmark count right answers only. */
class HttpClientsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n";

    private final CountDownLatch answered = new CountDownLatch(1);
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    /** Runs a client against a server that says this, whatever it is asked, and closes the connection. */
    private long answersWhenToldAtOnce(String answers, Duration patience) throws Exception {
        Thread server = new Thread(() -> {
            try (Socket connection = listener.accept()) {
                connection.getInputStream().read();
                connection.getOutputStream().write(answers.getBytes(StandardCharsets.US_ASCII));
                connection.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                answered.countDown();
            }
        });
        server.start();
        InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
        try (HttpClients clients = new HttpClients(address, 1, patience)) {
            answered.await(); // the client has hung up
            clients.finish();
            return clients.answers();
        }
    }

    @Test
    void anotherNumberIsNoAnswer() {
        assertThatThrownBy(() -> answersWhenToldAtOnce(OK + "0" + OK + "7", Duration.ofSeconds(30)))
                .cause()
                .hasMessage("number in the answer: 7 instead of 1");
    }

    @Test
    void anErrorIsNoAnswer() {
        String failure = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 1\r\n\r\n0";
        assertThatThrownBy(() -> answersWhenToldAtOnce(failure, Duration.ofSeconds(30)))
                .cause()
                .hasMessageContaining("503");
    }

    @Test
    void silenceIsNoAnswer() {
        assertThatThrownBy(() -> answersWhenToldAtOnce(OK + "0", Duration.ofMillis(200)))
                .cause()
                .hasMessageContaining("timed out");
    }

    @Test
    void aClosedConnectionIsNoAnswer() throws Exception {
        InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
        try (HttpClients clients = new HttpClients(address, 1, Duration.ofSeconds(30))) {
            try (Socket connection = listener.accept()) {
                connection.getOutputStream().write((OK + "0").getBytes(StandardCharsets.US_ASCII));
                connection.shutdownOutput();
                connection.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            }
            assertThatThrownBy(clients::finish).cause().hasMessageContaining("closed the connection");
            assertThat(clients.answers()).isEqualTo(1);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/** The other end of a connection: a plain socket of the JDK, which blocks its caller, but not for ever. */
public final class Peer implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    private final Socket socket;

    /** The same, or that which TLS is spoken on. */
    private final Socket raw;

    /** Null until something is received. */
    private InputStream input;

    private Peer(Socket socket, Socket raw) throws IOException {
        this.socket = socket;
        this.raw = raw;
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
    }

    public static Peer of(Socket socket) throws IOException {
        return new Peer(socket, socket);
    }

    /** One that speaks TLS on another socket. */
    public static Peer of(Socket secured, Socket raw) throws IOException {
        return new Peer(secured, raw);
    }

    public static Peer connect(InetSocketAddress address) throws IOException {
        return of(new Socket(address.getAddress(), address.getPort()));
    }

    /** Does now what it would do when it reads or writes first, if it speaks TLS. */
    public void shakeHands() throws IOException {
        if (socket instanceof SSLSocket secured) {
            secured.startHandshake();
        }
    }

    public InetSocketAddress localAddress() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    public void send(byte[] bytes, int offset, int length) throws IOException {
        socket.getOutputStream().write(bytes, offset, length);
    }

    public void send(byte[] bytes) throws IOException {
        send(bytes, 0, bytes.length);
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Always the same: after the end the JDK's SSLSocket gives no other. */
    private InputStream input() throws IOException {
        if (input == null) {
            input = socket.getInputStream();
        }
        return input;
    }

    /** Reads that many bytes; fewer if the stream ends. */
    public byte[] receive(int count) throws IOException {
        return input().readNBytes(count);
    }

    public void expect(String text) throws IOException {
        assertThat(new String(receive(text.length()), StandardCharsets.UTF_8)).isEqualTo(text);
    }

    /** Reads all that comes until the stream ends. */
    public byte[] receiveAll() throws IOException {
        return input().readAllBytes();
    }

    /** The stream ends here. */
    public void expectEnd() throws IOException {
        assertThat(input().read()).isEqualTo(-1);
    }

    public void expectReset() {
        assertThatThrownBy(() -> input().read())
                .isInstanceOf(SocketException.class)
                .hasMessage("Connection reset");
    }

    /** Sends until the connection is reset, as it is when nobody reads there any more. */
    public void sendUntilReset() {
        byte[] bytes = new byte[1_000];
        assertThatThrownBy(() -> {
                    while (true) {
                        send(bytes);
                    }
                })
                .isInstanceOf(SocketException.class)
                .hasMessageMatching("Connection reset( by peer)?|Broken pipe");
    }

    /** Ends what we send. */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes with a reset. Idempotent. */
    public void reset() throws IOException {
        if (!raw.isClosed()) {
            raw.setSoLinger(true, 0);
            raw.close();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

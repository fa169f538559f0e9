// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One client of {@link ChatLoad}: a connection, its name and its room. Not thread-safe. */
final class LoadClient implements AutoCloseable {
    private static final String NAME_PREFIX = "load-";
    private static final int MAX_LINE_BYTES = 64 * 1024;

    private final SocketChannel channel;
    private final LineFramer framer = new LineFramer(MAX_LINE_BYTES);
    private final ByteBuffer in;
    private ByteBuffer out = ByteBuffer.allocate(0);
    private @Nullable SelectionKey key;

    /** Connects; blocks. Clients of one thread can share the buffer that they read into. */
    LoadClient(InetSocketAddress server, ByteBuffer in) throws IOException {
        this.in = in;
        this.channel = SocketChannel.open(server);
    }

    /** Takes its name, goes to its room and waits until it is there; blocks. */
    void enter(int index, String room) throws IOException {
        send("/nick " + name(index) + "\n/join " + room + "\n");
        String entered = "* you are in " + room + " ";
        for (String line = ""; !line.startsWith(entered); line = awaitLine()) {
            if (line.startsWith("!")) {
                throw new IOException("the server refused " + name(index) + ": " + line);
            }
        }
    }

    private String awaitLine() throws IOException {
        String line = nextLine();
        while (line == null) {
            if (!read()) {
                throw new EOFException("the server closed a connection at its start");
            }
            line = nextLine();
        }
        return line;
    }

    /** Makes the connection non-blocking and has the selector look after it. */
    void register(Selector selector, int index) throws IOException {
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, index);
    }

    /** Returns the name of a client. */
    static String name(int index) {
        return NAME_PREFIX + index;
    }

    /** Returns whose name it is, or -1 if it is not one of {@link #name}. */
    static int index(String name) {
        try {
            return name.startsWith(NAME_PREFIX) ? Integer.parseInt(name.substring(NAME_PREFIX.length())) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Reads what there is; returns false at the end of the stream. */
    boolean read() throws IOException {
        in.clear();
        int count = channel.read(in);
        if (count > 0) {
            byte[] chunk = new byte[count];
            in.flip().get(chunk);
            framer.append(chunk);
        }
        return count >= 0;
    }

    /** Returns the next line that was read, or null. */
    @Nullable String nextLine() throws IOException {
        try {
            ByteBuffer line = framer.nextLine();
            return line == null ? null : StandardCharsets.UTF_8.decode(line).toString();
        } catch (LineRefusedException e) {
            throw new IOException("the server sent a " + e.why(), e);
        }
    }

    /** Whether everything sent so far is with the kernel. */
    boolean isFlushed() {
        return !out.hasRemaining();
    }

    /** Sends text; what the socket does not take is kept for {@link #flush()}. Only while {@link #isFlushed()}. */
    void send(String text) throws IOException {
        out = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        flush();
    }

    /** Sends what is left. */
    void flush() throws IOException {
        channel.write(out);
        if (key != null) {
            key.interestOps(isFlushed() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

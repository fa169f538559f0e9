// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.aioactors.samples.bench.tcp.Load;
import org.aioactors.samples.bench.tcp.LoadClients;

/**
 * A client's beginning: it connects, registers and joins. The main thread's; whatever waits for the server blocks, and throws
 * if it takes longer than {@link Load#PATIENCE_MS}.
 */
final class IrcHandshake {
    private static final int IN_BYTES = 4096;

    /** How all nicknames begin; six digits follow. */
    static final char NICK_START = 'b';

    private final SocketChannel channel;
    private final int number;
    private final ByteBuffer in = ByteBuffer.allocate(IN_BYTES).limit(0);
    private String prefix = "";

    private IrcHandshake(SocketChannel channel, int number) throws SocketException {
        this.channel = channel;
        this.number = number;
        channel.socket().setSoTimeout(Load.PATIENCE_MS);
    }

    /**
     * Connects, waits until the server has taken it on, and says who it is; does not wait to be welcomed, which takes some
     * servers a second. Of those that nobody has taken on yet, only so many may wait ({@code listen(2)}: backlog): the next one
     * would lose a second. Whatever a server thinks of a ping before all else, it answers.
     */
    static IrcHandshake begin(int port, int number) throws IOException {
        IrcHandshake handshake = new IrcHandshake(LoadClients.channel(port), number);
        handshake.send("PING first\r\n");
        while (ServerLine.take(handshake.in) == null) {
            handshake.read();
        }
        String nick = nick(number);
        handshake.send("NICK " + nick + "\r\nUSER " + nick + " 0 * :load\r\n");
        return handshake;
    }

    /** The nickname of a client: as many bytes for each. */
    static String nick(int number) {
        return String.format(Locale.ROOT, "%c%06d", NICK_START, number);
    }

    /** The number of the client whose nickname it is; -1 if it is nobody's. */
    static int number(String nick) {
        return nick.matches(NICK_START + "\\d{6}") ? Integer.parseInt(nick.substring(1)) : -1;
    }

    SocketChannel channel() {
        return channel;
    }

    int number() {
        return number;
    }

    /** {@code nick!user@host}, as the server shows it to others; known when a channel has been joined. */
    String prefix() {
        return prefix;
    }

    /** What has been received beyond what was waited for. */
    ByteBuffer rest() {
        return in;
    }

    /** Waits until the server has welcomed it. */
    void awaitWelcome() throws IOException {
        ServerLine line = next();
        while (!line.is("376") && !line.is("422")) { // the end of the message of the day, or that there is none
            line = next();
        }
    }

    /** Joins a channel, and waits until it is in. */
    void join(String name) throws IOException {
        send("JOIN " + name + "\r\n");
        ServerLine line = next();
        while (!line.is("366")) { // the end of the names
            if (line.is("JOIN") && line.nick().equals(nick(number))) {
                prefix = line.source();
            }
            line = next();
        }
    }

    private void send(String lines) throws IOException {
        channel.write(ByteBuffer.wrap(lines.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The next line that is no ping; throws if it is an error. */
    private ServerLine next() throws IOException {
        while (true) {
            ServerLine line = ServerLine.take(in);
            if (line == null) {
                read();
            } else if (line.is("PING")) {
                send(line.pong());
            } else if (line.is("ERROR") || (line.command().matches("[45]\\d\\d") && !line.is("422"))) {
                throw new IOException("the server refuses " + nick(number) + ": " + line);
            } else {
                return line;
            }
        }
    }

    private void read() throws IOException {
        in.compact();
        int count = channel.socket().getInputStream().read(in.array(), in.position(), in.remaining());
        if (count <= 0) {
            throw new EOFException("the server has closed the connection of " + nick(number) + " at its beginning");
        }
        in.position(in.position() + count).flip();
    }
}

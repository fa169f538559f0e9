// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.aioactors.samples.bench.WrongResultException;
import org.aioactors.samples.bench.tcp.LoadConnection;
import org.aioactors.samples.bench.tcp.LoadThread;
import org.aioactors.samples.bench.tcp.PlainWire;
import org.jspecify.annotations.Nullable;

/** A client of an IRC server: takes lines apart, answers pings, and quits. Its thread's alone, once that has been started. */
abstract class IrcConnection extends LoadConnection {
    /** Most that waits to be sent: a message, and answers to pings. */
    private static final int OUT_BYTES = 1024;

    private static final int LINE_BYTES = 512;

    /** What a client that talks or is idle may be told at any time. */
    private static final Set<String> HARMLESS = Set.of("JOIN", "MODE", "NOTICE", "353", "366");

    /** What it may be told besides when the load ends. */
    private static final Set<String> LAST_WORDS = Set.of("QUIT", "PART", "ERROR");

    private final String nick;

    /** What has not been written yet lies before its position. */
    private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);

    /** The beginning of a line whose rest has not been received yet, before its position. */
    private ByteBuffer beginning = ByteBuffer.allocate(LINE_BYTES);

    private boolean quitting;

    /** Takes over what has been registered. */
    IrcConnection(LoadThread thread, IrcHandshake handshake) throws IOException {
        super(thread, handshake.channel(), new PlainWire(handshake.channel()));
        nick = IrcHandshake.nick(handshake.number());
        keep(handshake.rest());
    }

    final String nick() {
        return nick;
    }

    final boolean isQuitting() {
        return quitting;
    }

    /** Answers and checks one line that has come whole. */
    abstract void onLine(ServerLine line, long nowNs) throws IOException;

    /** For a client that is told nothing that concerns it: throws unless the line is of a kind that anybody may be told. */
    final void onLineOfOthers(ServerLine line) {
        if (!HARMLESS.contains(line.command()) && !(quitting && LAST_WORDS.contains(line.command()))) {
            throw surprise(line);
        }
    }

    final WrongResultException surprise(ServerLine line) {
        return new WrongResultException(nick + " has received: " + line);
    }

    @Override
    protected final void onReadable() throws IOException {
        ByteBuffer received = thread.received();
        received.put(beginning.flip());
        int carriedBytes = received.position();
        if (wire.read(received) < 0) {
            WrongResultException.unlessSame("bytes of a line without an end", 0, carriedBytes);
            onEndOfInput();
            return;
        }
        received.flip();
        long nowNs = System.nanoTime();
        boolean taken = true;
        while (taken) {
            taken = takeLine(received, nowNs);
        }
        keep(received);
    }

    /** Takes the line in front off; false if not all of it is there. */
    boolean takeLine(ByteBuffer received, long nowNs) throws IOException {
        @Nullable ServerLine line = ServerLine.take(received);
        if (line == null) {
            return false;
        }
        if (line.is("PING")) {
            send(line.pong());
        } else {
            onLine(line, nowNs);
        }
        return true;
    }

    private void keep(ByteBuffer rest) {
        if (rest.remaining() > beginning.capacity()) {
            beginning = ByteBuffer.allocate(rest.remaining());
        }
        beginning.clear().put(rest);
    }

    final void send(String line) throws IOException {
        send(line.getBytes(StandardCharsets.US_ASCII));
    }

    final void send(byte[] line) throws IOException {
        out.put(line);
        flush();
    }

    /** Says that it goes, and ends its side; the server then closes. */
    final void quit() throws IOException {
        quitting = true;
        send("QUIT :done\r\n");
    }

    @Override
    protected final boolean write() throws IOException {
        out.flip();
        wire.write(out);
        out.compact();
        boolean all = out.position() == 0;
        if (all && quitting && !channel.socket().isOutputShutdown()) {
            endOutput();
        }
        return all;
    }
}

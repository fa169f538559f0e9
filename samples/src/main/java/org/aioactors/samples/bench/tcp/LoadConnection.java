// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.aioactors.samples.bench.WrongResultException;

/** One client of a load. Its {@link LoadThread}'s alone, once that has been started. */
public abstract class LoadConnection {
    protected final LoadThread thread;
    protected final SocketChannel channel;
    protected final Wire wire;
    private final SelectionKey key;

    /** What the key watches for as well as for bytes. */
    private boolean watchesForRoom;

    /** Takes over a channel that is connected. */
    protected LoadConnection(LoadThread thread, SocketChannel channel, Wire wire) throws IOException {
        this.thread = thread;
        this.channel = channel;
        this.wire = wire;
        key = thread.add(this);
    }

    /** Sends the first messages. */
    protected abstract void begin(long nowNs) throws IOException;

    /** Reads once, and sends what may then be sent. */
    protected abstract void onReadable() throws IOException;

    /** Writes what is due; whether the socket has taken all of it. */
    protected abstract boolean write() throws IOException;

    /** The server has closed after us: throws unless all has come back. */
    protected abstract void ended();

    /** Writes what is due, now and when there is room. */
    protected final void flush() throws IOException {
        boolean all = write() && wire.flush();
        if (all == watchesForRoom) {
            watchesForRoom = !all;
            key.interestOps(all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /** There is nothing more to send. */
    protected final void endOutput() throws IOException {
        wire.endOutput();
    }

    /** The server has closed its side. */
    protected final void onEndOfInput() throws IOException {
        if (channel.socket().isOutputShutdown()) {
            ended();
            thread.remove(this);
        } else {
            throw new WrongResultException("the server has closed a connection that is in use");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A client of an echo server: always has so many messages under way. */
final class EchoConnection extends LoadConnection {
    private final EchoStream stream;
    private final int messageBytes;

    /** When each message under way was sent, in the order of a ring. */
    private final long[] sentAtNs;

    /** The place of the oldest in the ring. */
    private int oldest;

    private long messagesSent;
    private long messagesBack;

    EchoConnection(LoadThread thread, SocketChannel channel, Wire wire, LoadShape.Echo shape, int number)
            throws IOException {
        super(thread, channel, wire);
        stream = new EchoStream(thread.bytes(), number);
        messageBytes = shape.messageBytes();
        sentAtNs = new long[shape.inFlight()];
    }

    @Override
    protected void begin(long nowNs) throws IOException {
        send(nowNs);
    }

    @Override
    protected void onReadable() throws IOException {
        ByteBuffer received = thread.received();
        if (wire.read(received) < 0) {
            onEndOfInput();
            return;
        }
        stream.returned(received.flip());
        long nowNs = System.nanoTime();
        long before = messagesBack;
        messagesBack = stream.returnedBytes() / messageBytes;
        for (long message = before; message < messagesBack; message++) {
            thread.latency(nowNs - sentAtNs[oldest]);
            oldest = oldest + 1 == sentAtNs.length ? 0 : oldest + 1;
        }
        thread.delivered(messagesBack - before);
        if (thread.mayContinue()) {
            send(nowNs);
        } else if (messagesBack == messagesSent && messagesBack > before) {
            endOutput();
        }
    }

    private void send(long nowNs) throws IOException {
        int next = (int) (messagesSent % sentAtNs.length);
        while (messagesSent - messagesBack < sentAtNs.length) {
            sentAtNs[next] = nowNs;
            next = next + 1 == sentAtNs.length ? 0 : next + 1;
            messagesSent++;
        }
        flush();
    }

    @Override
    protected boolean write() throws IOException {
        long end = messagesSent * messageBytes;
        while (stream.sentBytes() < end) {
            int written = wire.write(stream.unsent(end));
            if (written == 0) {
                return false;
            }
            stream.sent(written);
        }
        return true;
    }

    @Override
    protected void ended() {
        stream.ended();
    }
}

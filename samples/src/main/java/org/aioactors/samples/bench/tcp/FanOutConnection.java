// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.aioactors.samples.bench.WrongResultException;

/** A client in a room: has one message under way, until all of the room have it. */
final class FanOutConnection extends LoadConnection {
    private final LoadRoom room;
    private final FanOutFrames frames;
    private final RoomReceiver receiver;

    /** The frame under way; what remains of it has not been written yet. */
    private final ByteBuffer frame;

    /** The beginning of a frame whose rest has not been received yet. */
    private final ByteBuffer beginning;

    FanOutConnection(LoadThread thread, SocketChannel channel, LoadRoom room, FanOutFrames frames) throws IOException {
        super(thread, channel, new PlainWire(channel));
        this.room = room;
        this.frames = frames;
        receiver = room.add(this);
        frame = ByteBuffer.allocateDirect(frames.frameBytes()).limit(0);
        beginning = ByteBuffer.allocate(frames.frameBytes());
    }

    @Override
    protected void begin(long nowNs) throws IOException {
        room.begin(this, nowNs);
    }

    /** Sends one message. */
    void say(int sender, int sequence) throws IOException {
        frames.put(frame.clear(), sender, sequence);
        frame.flip();
        flush();
    }

    @Override
    protected void onReadable() throws IOException {
        ByteBuffer received = thread.received();
        received.put(beginning.flip());
        int carriedBytes = received.position();
        if (wire.read(received) < 0) {
            WrongResultException.unlessSame("bytes of a message without an end", 0, carriedBytes);
            onEndOfInput();
            return;
        }
        received.flip();
        long nowNs = System.nanoTime();
        while (received.remaining() >= frames.frameBytes()) {
            room.delivered(receiver.next(received), nowNs);
        }
        beginning.clear().put(received);
    }

    @Override
    protected boolean write() throws IOException {
        wire.write(frame);
        return !frame.hasRemaining();
    }

    @Override
    protected void ended() {
        room.ended(receiver);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;

/** Connects clients, and divides them among the threads of a load. The main thread's, before those are started. */
public final class LoadClients {
    private LoadClients() {}

    static void connect(LoadShape.Echo echo, int port, List<LoadThread> threads) throws IOException {
        for (int number = 0; number < echo.connections(); number++) {
            SocketChannel channel = channel(port);
            Wire wire = echo.tls() ? TlsWire.connect(channel, BenchTls.client()) : new PlainWire(channel);
            new EchoConnection(threads.get(number % threads.size()), channel, wire, echo, number);
        }
    }

    static void connect(LoadShape.FanOut fanOut, int port, List<LoadThread> threads) throws IOException {
        for (int number = 0; number < fanOut.connections() / fanOut.roomSize(); number++) {
            connectRoom(fanOut, number, port, threads.get(number % threads.size()));
        }
    }

    private static void connectRoom(LoadShape.FanOut shape, int number, int port, LoadThread thread)
            throws IOException {
        FanOutFrames frames = new FanOutFrames(thread.bytes(), shape.messageBytes());
        LoadRoom room = new LoadRoom(thread, frames, number * shape.roomSize(), shape.roomSize());
        for (int member = 0; member < shape.roomSize(); member++) {
            SocketChannel channel = channel(port);
            join(channel, frames, number);
            new FanOutConnection(thread, channel, room, frames);
        }
    }

    /** Sends the frame that joins a room, and waits for the answer. */
    private static void join(SocketChannel channel, FanOutFrames frames, int room) throws IOException {
        byte[] frame = new byte[frames.frameBytes()];
        frames.put(ByteBuffer.wrap(frame), room, 0);
        channel.write(ByteBuffer.wrap(frame));
        channel.socket().setSoTimeout(Load.PATIENCE_MS);
        byte[] answer = channel.socket().getInputStream().readNBytes(frame.length);
        if (!Arrays.equals(frame, answer)) {
            throw new IOException("the server has not let a client into its room");
        }
    }

    /**
     * Connects one to a server on this machine; blocks.
     *
     * @throws IOException if nobody listens there
     */
    public static SocketChannel channel(int port) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.FixedLengthFrameDecoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A fan-out server with Netty: a group of channels for each room, and flushes consolidated. */
public final class NettyFanOut {
    private static final String HELP = """
            usage: NettyFanOut [--port N] [--message-bytes N] [--transport epoll|io-uring]
            """;

    private final ConcurrentMap<Integer, ChannelGroup> rooms = new ConcurrentHashMap<>();

    private NettyFanOut() {}

    /** Runs until it is killed; see {@code --help}. */
    public static void main(String[] args) throws InterruptedException {
        ServerArguments arguments = ServerArguments.parse(HELP, args);
        NettyFanOut server = new NettyFanOut();
        NettyServer.start(arguments, new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(
                                NettyServer.flushConsolidation(),
                                new FixedLengthFrameDecoder(arguments.messageBytes()),
                                new NettyMember(server));
            }
        });
    }

    /** The channels of a room; they leave it when they close. */
    ChannelGroup room(int number) {
        return rooms.computeIfAbsent(number, room -> new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true));
    }
}

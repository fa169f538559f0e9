// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.LineBasedFrameDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aioactors.samples.bench.tcp.NettyServer;
import org.aioactors.samples.bench.tcp.ServerArguments;

/**
 * As little of an IRC server as the load needs, with Netty: one event loop, flushes consolidated, a line made once for all who
 * get it. It limits nobody, and asks nobody whether he is still there.
 */
public final class NettyIrc {
    private static final String HELP = """
            usage: NettyIrc [--port N] [--transport epoll|io-uring]
            """;

    private static final int MAX_LINE_BYTES = 512;

    /** The event loop's alone, as all clients are. */
    private final Map<String, List<NettyIrcClient>> channels = new HashMap<>();

    private NettyIrc() {}

    /** Runs until it is killed; see {@code --help}. */
    public static void main(String[] args) throws InterruptedException {
        ServerArguments arguments = ServerArguments.parse(HELP, args);
        NettyIrc server = new NettyIrc();
        NettyServer.start(arguments, new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(
                                NettyServer.flushConsolidation(),
                                new LineBasedFrameDecoder(MAX_LINE_BYTES),
                                new NettyIrcClient(server));
            }
        });
    }

    /** Who is in a channel. */
    List<NettyIrcClient> members(String channel) {
        return channels.getOrDefault(channel, List.of());
    }

    void join(String channel, NettyIrcClient client) {
        channels.computeIfAbsent(channel, name -> new ArrayList<>()).add(client);
    }

    /** With the last one who parts, the channel ends. */
    void part(String channel, NettyIrcClient client) {
        List<NettyIrcClient> members = channels.get(channel);
        if (members != null && members.remove(client) && members.isEmpty()) {
            channels.remove(channel);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import org.jspecify.annotations.Nullable;

/** The handler of one client's channel: its first message names a room, all others go there. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel
final class NettyMember extends SimpleChannelInboundHandler<ByteBuf> {
    private final NettyFanOut server;

    /** Null until the client has named it. */
    private @Nullable ChannelGroup room;

    NettyMember(NettyFanOut server) {
        this.server = server;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
        if (room == null) {
            room = server.room(frame.getInt(frame.readerIndex()));
            room.add(context.channel());
            context.writeAndFlush(frame.retain());
        } else {
            room.writeAndFlush(frame.retain(), channel -> true, true);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}

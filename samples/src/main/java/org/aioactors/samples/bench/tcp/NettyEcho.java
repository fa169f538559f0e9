// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** An echo server with Netty: writes what it reads, and flushes when there is nothing more to read. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel
@ChannelHandler.Sharable
public final class NettyEcho extends ChannelInboundHandlerAdapter {
    private static final String HELP = """
            usage: NettyEcho [--port N] [--transport epoll|io-uring]
            """;

    private NettyEcho() {}

    /** Runs until it is killed; see {@code --help}. */
    public static void main(String[] args) throws InterruptedException {
        NettyServer.start(ServerArguments.parse(HELP, args), new NettyEcho());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        context.write(bytes, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    /** A client that does not read its answers is not read from. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}

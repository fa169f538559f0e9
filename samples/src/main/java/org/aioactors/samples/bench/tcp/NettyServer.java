// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.net.InetSocketAddress;

/** What the servers with Netty share: one event loop on either transport. */
final class NettyServer {
    /** Of io_uring's ring: with Netty's default, completions overflow where 1,000 clients share rooms. */
    private static final int RING_ENTRIES = 4096;

    private NettyServer() {}

    /** Starts a server; blocks until it listens. */
    static void start(ServerArguments arguments, ChannelHandler handler) throws InterruptedException {
        String transport = arguments.text("--transport", "epoll");
        if (transport.equals("epoll")) {
            start(arguments, EpollIoHandler.newFactory(), EpollServerSocketChannel.class, handler);
        } else if (transport.equals("io-uring")) {
            IoUringIoHandlerConfig config = new IoUringIoHandlerConfig().setRingSize(RING_ENTRIES);
            start(arguments, IoUringIoHandler.newFactory(config), IoUringServerSocketChannel.class, handler);
        } else {
            arguments.refuse("no transport is called '" + transport + "'");
        }
    }

    private static void start(
            ServerArguments arguments,
            IoHandlerFactory loop,
            Class<? extends ServerChannel> channel,
            ChannelHandler handler)
            throws InterruptedException {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, loop);
        InetSocketAddress address = (InetSocketAddress) new ServerBootstrap()
                .group(group)
                .channel(channel)
                .option(ChannelOption.SO_BACKLOG, ServerArguments.BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(handler)
                .bind(arguments.address())
                .sync()
                .channel()
                .localAddress();
        ServerArguments.ready(address);
    }
}

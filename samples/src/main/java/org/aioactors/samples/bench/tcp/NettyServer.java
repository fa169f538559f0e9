// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
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
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLException;

/** What the servers with Netty share: one event loop on either transport. */
public final class NettyServer {
    /** Of io_uring's ring: with Netty's default, completions overflow where 1,000 clients share rooms. */
    private static final int RING_ENTRIES = 4096;

    /** After so many flushes of a channel one is done; Netty's default. */
    private static final int FLUSHES = FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES;

    private NettyServer() {}

    /** What consolidates the flushes of a channel; each needs its own. */
    public static ChannelHandler flushConsolidation() {
        return new FlushConsolidationHandler(FLUSHES, true);
    }

    /** Starts a server; blocks until it listens. */
    public static void start(ServerArguments arguments, ChannelHandler handler) throws InterruptedException {
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

    /** Behind Netty's own handler of TLS, on the JDK's engine. */
    private static ChannelHandler encrypted(ChannelHandler handler) {
        SslContext context = nettyContext();
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(context.newHandler(channel.alloc()), handler);
            }
        };
    }

    private static SslContext nettyContext() {
        try {
            return SslContextBuilder.forServer(BenchTls.serverKey())
                    .sslProvider(SslProvider.JDK)
                    .protocols(BenchTls.PROTOCOL)
                    .ciphers(List.of(BenchTls.CIPHER_SUITE))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS with Netty", e);
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
                .childHandler(arguments.tls() ? encrypted(handler) : handler)
                .bind(arguments.address())
                .sync()
                .channel()
                .localAddress();
        ServerArguments.ready(address);
    }
}

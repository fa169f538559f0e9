// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** The ways in which sockets speak to the kernel. */
enum TransportKind {
    DEFAULT(""),
    RING("aio-default-dispatcher.aio.fd-monitor = io-uring"),
    RING_WITHOUT_RECEIVE("aio-default-dispatcher.aio.fd-monitor = io-uring, aio.net.tcp.ring-buffers = off"),
    EPOLL("aio-default-dispatcher.aio.fd-monitor = epoll"),
    POLL("aio-default-dispatcher.aio.fd-monitor = poll");

    private final String config;

    TransportKind(String config) {
        this.config = config;
    }

    String config() {
        return config;
    }
}

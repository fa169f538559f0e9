// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import org.aioactors.udp.UdpGroup;

record UdpBean(UdpGroup group) implements UdpMXBean {
    @Override
    public int getSockets() {
        return group.metrics().sockets();
    }

    @Override
    public long getReceivedDatagrams() {
        return group.metrics().receivedDatagrams();
    }

    @Override
    public long getReceivedBytes() {
        return group.metrics().receivedBytes();
    }

    @Override
    public long getSentDatagrams() {
        return group.metrics().sentDatagrams();
    }

    @Override
    public long getSentBytes() {
        return group.metrics().sentBytes();
    }

    @Override
    public long getDropped() {
        return group.metrics().dropped();
    }

    @Override
    public long getTruncated() {
        return group.metrics().truncated();
    }

    @Override
    public long getRefused() {
        return group.metrics().refused();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import org.aioactors.net.TcpGroup;

record TcpBean(TcpGroup group) implements TcpMXBean {
    @Override
    public int getConnections() {
        return group.metrics().connections();
    }

    @Override
    public long getHeldBytes() {
        return group.metrics().heldBytes();
    }

    @Override
    public long getTotal() {
        return group.metrics().total();
    }

    @Override
    public long getReceivedBytes() {
        return group.metrics().receivedBytes();
    }

    @Override
    public long getSentBytes() {
        return group.metrics().sentBytes();
    }

    @Override
    public long getRefusedWrites() {
        return group.metrics().refusedWrites();
    }
}

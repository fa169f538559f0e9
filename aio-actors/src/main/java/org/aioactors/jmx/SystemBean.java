// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.DispatcherRegistry;
import org.aioactors.net.TcpGroup;
import org.aioactors.net.TcpRegistry;
import org.aioactors.udp.UdpGroup;
import org.aioactors.udp.UdpRegistry;

record SystemBean(DispatcherRegistry registry, TcpRegistry tcp, UdpRegistry udp) implements SystemMXBean {
    @Override
    public String getFigures() {
        FiguresText text = new FiguresText();
        for (AioDispatcher dispatcher : registry.dispatchers().values()) {
            text.dispatcher(dispatcher.metrics(), dispatcher.lastStalls());
        }
        for (TcpGroup listener : tcp.listeners()) {
            text.tcp(listener.toString(), listener.metrics());
        }
        TcpGroup outgoing = tcp.outgoing();
        if (outgoing != null) {
            text.tcp(outgoing.toString(), outgoing.metrics());
        }
        for (UdpGroup socket : udp.bound()) {
            text.udp(socket.toString(), socket.metrics());
        }
        text.udp(udp.connected().toString(), udp.connected().metrics());
        return text.toString();
    }
}

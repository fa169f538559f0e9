// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.SharedKillSwitch;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.util.ByteString;
import java.net.InetSocketAddress;

/** A client's lines as a connection of {@link org.aioactors.net.Tcp}: for one WebSocket. */
final class Bridge extends GraphStage<FlowShape<ByteString, ByteString>> {
    private final FlowShape<ByteString, ByteString> shape =
            FlowShape.of(Inlet.create("Bridge.fromClient"), Outlet.create("Bridge.toClient"));

    private final WebSettings settings;
    private final WebServer.Clients clients;
    private final InetSocketAddress peer;
    private final SharedKillSwitch reset;

    /** Ends the connection at once by {@code reset} when nothing else does. */
    Bridge(WebSettings settings, WebServer.Clients clients, InetSocketAddress peer, SharedKillSwitch reset) {
        this.settings = settings;
        this.clients = clients;
        this.peer = peer;
        this.reset = reset;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes inheritedAttributes) {
        return new BridgeLogic(shape, settings, self -> clients.open(self, peer), reset);
    }
}

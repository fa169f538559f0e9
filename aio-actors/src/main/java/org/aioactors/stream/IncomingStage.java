// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import akka.actor.typed.ActorRef;
import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.util.ByteString;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aioactors.net.Tcp;

/** A connection that was accepted, for one materialization. */
final class IncomingStage extends GraphStage<FlowShape<ByteString, ByteString>> {
    private final FlowShape<ByteString, ByteString> shape =
            FlowShape.of(Inlet.create("AioTcp.toPeer"), Outlet.create("AioTcp.fromPeer"));

    private final ActorRef<Tcp.ConnectionCommand> connection;
    private final ConnectionSettings settings;
    private final boolean halfClose;
    private final AtomicBoolean materialized = new AtomicBoolean();

    IncomingStage(ActorRef<Tcp.ConnectionCommand> connection, ConnectionSettings settings, boolean halfClose) {
        this.connection = connection;
        this.settings = settings;
        this.halfClose = halfClose;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public Attributes initialAttributes() {
        return Attributes.name("AioTcp.incomingConnection");
    }

    @Override
    public GraphStageLogic createLogic(Attributes inheritedAttributes) {
        if (materialized.getAndSet(true)) {
            throw new IllegalStateException("the flow of an incoming connection can be materialized only once");
        }
        return new ConnectionLogic(shape, settings, halfClose) {
            @Override
            void started(ActorRef<Tcp.Event> self) {
                connected(connection);
            }

            @Override
            void endedUnconnected(Throwable cause) {}
        };
    }
}

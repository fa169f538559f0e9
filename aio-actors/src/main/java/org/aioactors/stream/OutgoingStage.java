// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import akka.actor.typed.ActorRef;
import akka.japi.Pair;
import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.StreamTcpException;
import akka.stream.stage.AbstractGraphStageWithMaterializedValue;
import akka.stream.stage.GraphStageLogic;
import akka.util.ByteString;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.aioactors.net.ConnectOptions;
import org.aioactors.net.Tcp;

/** Connects when it is materialized, each time anew. */
final class OutgoingStage
        extends AbstractGraphStageWithMaterializedValue<
                FlowShape<ByteString, ByteString>, CompletionStage<AioTcp.OutgoingConnection>> {
    private final FlowShape<ByteString, ByteString> shape =
            FlowShape.of(Inlet.create("AioTcp.toPeer"), Outlet.create("AioTcp.fromPeer"));

    private final ActorRef<Tcp.Command> manager;
    private final InetSocketAddress remoteAddress;
    private final ConnectOptions connectOptions;
    private final ConnectionSettings settings;
    private final boolean halfClose;

    OutgoingStage(
            ActorRef<Tcp.Command> manager,
            InetSocketAddress remoteAddress,
            ConnectOptions connectOptions,
            ConnectionSettings settings,
            boolean halfClose) {
        this.manager = manager;
        this.remoteAddress = remoteAddress;
        this.connectOptions = connectOptions;
        this.settings = settings;
        this.halfClose = halfClose;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public Attributes initialAttributes() {
        return Attributes.name("AioTcp.outgoingConnection");
    }

    @Override
    public Pair<GraphStageLogic, CompletionStage<AioTcp.OutgoingConnection>> createLogicAndMaterializedValuePair(
            Attributes inheritedAttributes) {
        CompletableFuture<AioTcp.OutgoingConnection> connected = new CompletableFuture<>();
        return Pair.create(new Logic(connected), connected);
    }

    private final class Logic extends ConnectionLogic {
        private final CompletableFuture<AioTcp.OutgoingConnection> promise;

        Logic(CompletableFuture<AioTcp.OutgoingConnection> promise) {
            super(shape, settings, halfClose);
            this.promise = promise;
        }

        @Override
        void started(ActorRef<Tcp.Event> self) {
            manager.tell(new Tcp.Connect(self, remoteAddress, connectOptions));
        }

        @Override
        void receiveUnconnected(Object message) {
            if (message instanceof Tcp.Connected connected) {
                connected(connected.connection());
                promise.complete(new AioTcp.OutgoingConnection(
                        connected.remoteAddress(), connected.localAddress(), connected.tls()));
            } else if (message instanceof Tcp.CommandFailed failed) {
                StreamTcpException failure = Failures.connect(failed.cause());
                endedUnconnected(failure);
                failStage(failure);
            }
        }

        @Override
        void endedUnconnected(Throwable cause) {
            promise.completeExceptionally(cause);
        }
    }
}

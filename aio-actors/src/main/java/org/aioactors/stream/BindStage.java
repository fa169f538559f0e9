// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import akka.Done;
import akka.actor.Terminated;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.japi.Pair;
import akka.stream.AbruptStageTerminationException;
import akka.stream.Attributes;
import akka.stream.Outlet;
import akka.stream.SourceShape;
import akka.stream.stage.AbstractGraphStageWithMaterializedValue;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStageLogic;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.aioactors.net.ListenOptions;
import org.aioactors.net.Tcp;
import org.jspecify.annotations.Nullable;

/** Listens while it is materialized, and accepts a connection for each element that downstream asks for. */
final class BindStage
        extends AbstractGraphStageWithMaterializedValue<
                SourceShape<AioTcp.IncomingConnection>, CompletionStage<AioTcp.ServerBinding>> {
    private final SourceShape<AioTcp.IncomingConnection> shape = SourceShape.of(Outlet.create("AioTcp.connections"));

    private final ActorRef<Tcp.Command> manager;
    private final InetSocketAddress localAddress;
    private final ListenOptions listenOptions;
    private final Function<Tcp.Connected, AioTcp.IncomingConnection> incoming;

    /**
     * A stage that binds each time it is materialized.
     *
     * @param incoming makes an element of a connection
     */
    BindStage(
            ActorRef<Tcp.Command> manager,
            InetSocketAddress localAddress,
            ListenOptions listenOptions,
            Function<Tcp.Connected, AioTcp.IncomingConnection> incoming) {
        this.manager = manager;
        this.localAddress = localAddress;
        this.listenOptions = listenOptions.withPullMode();
        this.incoming = incoming;
    }

    @Override
    public SourceShape<AioTcp.IncomingConnection> shape() {
        return shape;
    }

    @Override
    public Attributes initialAttributes() {
        return Attributes.name("AioTcp.bind");
    }

    @Override
    public Pair<GraphStageLogic, CompletionStage<AioTcp.ServerBinding>> createLogicAndMaterializedValuePair(
            Attributes inheritedAttributes) {
        CompletableFuture<AioTcp.ServerBinding> binding = new CompletableFuture<>();
        return Pair.create(new Logic(binding), binding);
    }

    /** The stage's thread only. */
    private final class Logic extends GraphStageLogic {
        private final CompletableFuture<AioTcp.ServerBinding> binding;
        private final CompletableFuture<Done> unbound = new CompletableFuture<>();

        /** Null until bound. */
        private @Nullable ActorRef<Tcp.ListenerCommand> listener;

        /** Why downstream wants no more. Null while it does. */
        private @Nullable Throwable cancellation;

        Logic(CompletableFuture<AioTcp.ServerBinding> binding) {
            super(shape);
            this.binding = binding;
            setHandler(shape.out(), new AbstractOutHandler() {
                @Override
                public void onPull() {
                    accept();
                }

                @Override
                public void onDownstreamFinish(Throwable cause) {
                    cancellation = cause;
                    unbind();
                }
            });
        }

        @Override
        public void preStart() {
            setKeepGoing(true); // until it is unbound, too
            ActorRef<Tcp.Event> self = Adapter.toTyped(
                    getStageActor(StageMessages.to(this::receive)).ref());
            if (localAddress.isUnresolved()) {
                failed(Failures.bind(new IllegalArgumentException("unknown host: " + localAddress.getHostString())));
            } else {
                manager.tell(Tcp.Bind.of(self, localAddress).with(listenOptions));
            }
        }

        private void receive(Object message) {
            if (message instanceof Tcp.Bound bound) {
                bound(bound);
            } else if (message instanceof Tcp.Connected connected) {
                connected(connected);
            } else if (message instanceof Tcp.Unbound) {
                unbound();
            } else if (message instanceof Tcp.CommandFailed failed) {
                failed(Failures.bind(failed.cause()));
            } else if (message instanceof Terminated) {
                failed(Failures.tcp("the actor of the listener has stopped"));
            }
        }

        private void bound(Tcp.Bound bound) {
            listener = bound.listener();
            stageActor().watch(Adapter.toClassic(listener));
            binding.complete(new AioTcp.ServerBinding(bound.localAddress(), listener, unbound));
            if (cancellation != null) {
                unbind();
            } else if (isAvailable(shape.out())) {
                accept();
            }
        }

        private void accept() {
            if (listener != null) {
                listener.tell(new Tcp.ResumeAccepting(1));
            }
        }

        private void unbind() {
            if (listener != null) {
                listener.tell(new Tcp.Unbind());
            }
        }

        private void connected(Tcp.Connected connected) {
            if (cancellation != null) {
                connected.connection().tell(new Tcp.Abort()); // the peer hears at once that it is not served
            } else {
                push(shape.out(), incoming.apply(connected));
            }
        }

        private void unbound() {
            unbound.complete(Done.getInstance());
            if (cancellation != null && Failures.isFailure(cancellation)) {
                failStage(cancellation);
            } else {
                completeStage();
            }
        }

        private void failed(Throwable cause) {
            binding.completeExceptionally(cause);
            unbound.completeExceptionally(cause);
            failStage(cause);
        }

        @Override
        public void postStop() {
            if (!unbound.isDone()) { // the listener ends with the stage's actor
                Throwable cause = new AbruptStageTerminationException(this);
                binding.completeExceptionally(cause);
                unbound.completeExceptionally(cause);
            }
        }
    }
}

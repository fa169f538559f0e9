// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import akka.Done;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.aioactors.net.Tcp;
import org.aioactors.stream.AioTcp;
import org.jspecify.annotations.Nullable;

/**
 * A server whose connections are streams, such as that of HTTP, for {@link Listeners.Listener#server}: it tells the handler of
 * the bind what becomes of the listener, and takes what a listener takes.
 */
public final class StreamListener {
    private record Started(
            AioTcp.@Nullable ServerBinding binding,
            @Nullable Throwable failure) {}

    private record Ended(@Nullable Done done, @Nullable Throwable failure) {}

    private StreamListener() {}

    /**
     * The behavior; any dispatcher.
     *
     * @param start is called off the loops; begins to listen, with the address and the options of a bind: {@link AioTcp#bind} takes both
     */
    public static Behavior<Tcp.ListenerCommand> create(
            Tcp.Bind bind, Function<Tcp.Bind, CompletionStage<AioTcp.ServerBinding>> start) {
        return Behaviors.<Object>setup(context -> {
                    Executor blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
                    // The first time it loads hundreds of classes.
                    context.pipeToSelf(
                            CompletableFuture.supplyAsync(() -> start.apply(bind), blocking)
                                    .thenCompose(Function.identity()),
                            Started::new);
                    return Behaviors.receive(Object.class)
                            .onMessage(Started.class, started -> started(context, bind, started))
                            .build();
                })
                .narrow();
    }

    private static Behavior<Object> started(ActorContext<Object> context, Tcp.Bind bind, Started started) {
        AioTcp.ServerBinding binding = started.binding();
        if (binding == null) {
            Throwable cause = started.failure() == null ? new IllegalStateException("no listener") : started.failure();
            bind.handler().tell(new Tcp.CommandFailed(bind, cause));
            return Behaviors.stopped();
        }
        bind.handler()
                .tell(new Tcp.Bound(binding.localAddress(), context.getSelf().narrow()));
        context.pipeToSelf(binding.whenUnbound(), Ended::new);
        return Behaviors.receive(Object.class)
                .onMessage(Tcp.ListenerCommand.class, command -> {
                    binding.listener().tell(command);
                    return Behaviors.same();
                })
                .onMessage(Ended.class, ended -> {
                    bind.handler().tell(new Tcp.Unbound());
                    return Behaviors.stopped();
                })
                .onSignal(PostStop.class, stop -> {
                    binding.unbind();
                    return Behaviors.same();
                })
                .build();
    }
}

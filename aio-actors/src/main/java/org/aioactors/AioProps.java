// SPDX-License-Identifier: Apache-2.0
package org.aioactors;

import akka.actor.typed.ActorTags;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.LoopWish;

/**
 * Where to settle an actor: only that loop's own thread runs it. An actor without such props runs where it is told
 * something. Settle one that must share a loop with another, or have a loop to itself:
 *
 * <pre>{@code
 * ActorRef<Codec.Command> codec = context.spawn(Codec.create(), "codec", AioProps.sameLoop());
 * }</pre>
 *
 * <p>The loop travels as a tag, and Akka takes only the first {@code ActorTags} in an actor's props. An actor with tags of
 * its own adds {@link LoopWish#tag} to them in place of using these props.
 *
 * <p>Any thread, unless a method says otherwise; nothing blocks.
 */
public final class AioProps {
    private static final String DEFAULT_DISPATCHER = "aio-default-dispatcher";

    private AioProps() {}

    /** The dispatcher that is ready to use, {@code aio-default-dispatcher}. */
    public static DispatcherSelector dispatcher() {
        return DispatcherSelector.fromConfig(DEFAULT_DISPATCHER);
    }

    /**
     * The loop of the actor that calls this.
     *
     * @throws IllegalStateException on a thread that serves no loop
     */
    public static Props sameLoop() {
        return onLoop(AioLoop.currentFor("AioProps.sameLoop"));
    }

    /** One loop, for instance of {@link org.aioactors.dispatcher.AioDispatcher#loops}, or another actor's own. */
    public static Props onLoop(AioLoop loop) {
        return onLoop(loop.dispatcherId(), loop.number());
    }

    /**
     * One loop of a dispatcher. If the dispatcher has no such loop, {@code spawn} throws an {@link
     * akka.ConfigurationException} that says which it has.
     *
     * @param dispatcher the path of its configuration; if it is not an aio dispatcher, it does not mind the number
     * @param number from 1
     * @throws IllegalArgumentException if the number is below 1
     */
    public static Props onLoop(String dispatcher, int number) {
        return ActorTags.create(LoopWish.tag(number)).withDispatcherFromConfig(dispatcher);
    }
}

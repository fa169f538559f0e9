// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import akka.actor.typed.ActorRef;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Through this all commands come to an authority of this server. It counts those who are inside, so that an authority without
 * members can lock it and end, with nobody left in its mailbox: no command is lost between two authorities of one channel.
 */
final class ChannelDoor {
    private static final long LOCKED = Long.MIN_VALUE;

    /** Commands told and not yet carried out; below 0 for ever once it is locked. */
    private final AtomicLong inside = new AtomicLong();

    private final ActorRef<ChannelCommand> authority;
    private final Consumer<ChannelDoor> forget;

    /** Written by the authority, read by whoever lists channels; null if nobody is on this one. */
    private volatile @Nullable ChannelSummary summary;

    /** Spawns the authority; what forgets the door is told when it has been locked. */
    ChannelDoor(Function<ChannelDoor, ActorRef<ChannelCommand>> spawn, Consumer<ChannelDoor> forget) {
        this.forget = forget;
        this.authority = spawn.apply(this);
    }

    /** Tells the authority; false if it has ended, and another has to be told. Any thread. */
    boolean tell(ChannelCommand command) {
        if (inside.getAndIncrement() < 0) {
            return false;
        }
        authority.tell(command);
        return true;
    }

    /** The authority has carried out a command. */
    void carriedOut() {
        inside.decrementAndGet();
    }

    /** Lets nobody in any more, if nobody is inside. The authority, when nobody is on its channel. */
    boolean lock() {
        boolean locked = inside.compareAndSet(0, LOCKED);
        if (locked) {
            forget.accept(this);
        }
        return locked;
    }

    @Nullable ChannelSummary summary() {
        return summary;
    }

    void summary(@Nullable ChannelSummary news) {
        summary = news;
    }
}

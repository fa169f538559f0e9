// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.aioactors.samples.chat.irc.Limits;

/** An authority that carries out a command when a test says so. */
final class SteppedAuthority {
    static final long START_MS = 1_000;

    private final AtomicLong msgids = new AtomicLong();
    final ChannelState state = new ChannelState(Limits.standard(), () -> "m" + msgids.incrementAndGet());
    final SetClock clock = new SetClock();
    final ChannelDoor door = new ChannelDoor(this::spawn, locked -> forgotten = true);
    boolean forgotten;
    private BehaviorTestKit<ChannelCommand> kit;

    private ActorRef<ChannelCommand> spawn(ChannelDoor itself) {
        Behavior<ChannelCommand> behavior = ChannelAuthority.create(itself, state, clock);
        kit = BehaviorTestKit.create(behavior);
        return kit.getRef();
    }

    /** Leaves a command at the door. */
    void put(ChannelCommand command) {
        if (!door.tell(command)) {
            throw new AssertionError("the authority has ended before " + command);
        }
    }

    /** Has it carry out all that was left. */
    void run() {
        while (kit.isAlive() && kit.selfInbox().hasMessages()) {
            kit.runOne();
        }
    }

    void tell(ChannelCommand command) {
        put(command);
        run();
    }

    boolean hasEnded() {
        return !kit.isAlive() && forgotten;
    }

    /** A clock that stands until it is set. */
    static final class SetClock extends Clock {
        long now = START_MS;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.irc.Limits;

/** All channels of a server that stands alone: each has an authority here, from its first member to its last. */
public final class LocalChannels implements Channels {
    private final ActorSystem<?> system;
    private final Limits limits;
    private final MessageIds msgids;
    private final Clock clock;

    /** By name, without regard to case. */
    private final ConcurrentHashMap<String, ChannelDoor> doors = new ConcurrentHashMap<>();

    private final AtomicLong opened = new AtomicLong();

    /** Without channels. Authorities live in the system, on its default dispatcher. */
    public LocalChannels(ActorSystem<?> system, Limits limits, MessageIds msgids, Clock clock) {
        this.system = system;
        this.limits = limits;
        this.msgids = msgids;
        this.clock = clock;
    }

    @Override
    public void tell(ChannelCommand command) {
        String name = CaseMapping.fold(command.channel());
        boolean told = false;
        while (!told) {
            ChannelDoor door = doors.get(name);
            if (door == null) {
                if (!(command instanceof ChannelCommand.ByUser)) {
                    return;
                }
                door = doors.computeIfAbsent(
                        name, any -> new ChannelDoor(this::spawn, locked -> doors.remove(name, locked)));
            }
            told = door.tell(command);
            if (!told) {
                // The authority is about to do the same; who comes now need not wait for it.
                doors.remove(name, door);
            }
        }
    }

    private ActorRef<ChannelCommand> spawn(ChannelDoor door) {
        return system.systemActorOf(
                ChannelAuthority.create(door, new ChannelState(limits, msgids), clock),
                "chat-channel-" + opened.incrementAndGet(),
                Props.empty());
    }

    @Override
    public void list(Asker by) {
        List<ChannelSummary> channels = doors.values().stream()
                .map(ChannelDoor::summary)
                .filter(Objects::nonNull)
                .toList();
        by.loop().tell(new ChannelEvent.ChannelsListed(by.request(), by.user().uid(), channels));
    }

    /** How many authorities there are, those included that are about to end. */
    public int open() {
        return doors.size();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Sees to it that no two clients of the server have one name.
 *
 * <p>{@code Alice} and {@code alice} count as one, since people take them for one. While a client changes its name it
 * holds both, until its room knows: at no moment do two members of a room show the same name.
 */
final class NameRegistry extends AbstractBehavior<NameRegistry.Command> {
    /** What the registry is told. */
    sealed interface Command {}

    /** Asks for any free name; the answer is {@link SessionCommand.NameGranted}. */
    record ClaimGuest(ActorRef<SessionCommand> session) implements Command {}

    /** Asks for this name; the answer is {@link SessionCommand.NameGranted} or {@link SessionCommand.NameTaken}. */
    record Claim(ActorRef<SessionCommand> session, String name) implements Command {}

    /** Gives a name back. Without effect if the session does not hold it. */
    record Release(ActorRef<SessionCommand> session, String name) implements Command {}

    /** A session leaves the server: all its names are free, those too that it has not heard of yet. */
    record Leave(ActorRef<SessionCommand> session) implements Command {}

    /** Who holds a name, by {@link #key}. */
    private final Map<String, ActorRef<SessionCommand>> holders = new HashMap<>();

    /** The other way round: the keys of one or two names for each session that has any. */
    private final Map<ActorRef<SessionCommand>, Set<String>> held = new HashMap<>();

    private long lastGuest;

    private NameRegistry(ActorContext<Command> context) {
        super(context);
    }

    /** Returns the behavior of a registry in which all names are free. */
    static Behavior<Command> create() {
        return Behaviors.setup(NameRegistry::new);
    }

    /** Returns whether the registry takes two names for one. */
    static boolean same(String name, String other) {
        return key(name).equals(key(other));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(ClaimGuest.class, this::onClaimGuest)
                .onMessage(Claim.class, this::onClaim)
                .onMessage(Release.class, this::onRelease)
                .onMessage(Leave.class, this::onLeave)
                .build();
    }

    private Behavior<Command> onClaimGuest(ClaimGuest claim) {
        String name;
        do {
            lastGuest++;
            name = "guest-" + lastGuest;
        } while (holders.containsKey(name));
        return grant(claim.session(), name);
    }

    private Behavior<Command> onClaim(Claim claim) {
        ActorRef<SessionCommand> holder = holders.get(key(claim.name()));
        if (holder != null && !holder.equals(claim.session())) {
            claim.session().tell(new SessionCommand.NameTaken(claim.name()));
            return this;
        }
        return grant(claim.session(), claim.name());
    }

    private Behavior<Command> grant(ActorRef<SessionCommand> session, String name) {
        holders.put(key(name), session);
        held.computeIfAbsent(session, any -> new HashSet<>()).add(key(name));
        session.tell(new SessionCommand.NameGranted(name));
        return this;
    }

    private Behavior<Command> onRelease(Release release) {
        Set<String> keys = held.get(release.session());
        if (keys != null && keys.remove(key(release.name()))) {
            holders.remove(key(release.name()));
        }
        return this;
    }

    private Behavior<Command> onLeave(Leave leave) {
        Set<String> keys = held.remove(leave.session());
        if (keys != null) {
            holders.keySet().removeAll(keys);
        }
        return this;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.util.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One room: knows its members and their names, and passes each member's lines to all the others. */
final class Room extends AbstractBehavior<Room.Command> {
    /** What a room is told. */
    sealed interface Command {}

    /** From the directory: a member comes in; it gets {@link SessionCommand.Entered}, the others a notice. */
    record Enter(ActorRef<SessionCommand> session, String name) implements Command {}

    /** From the directory: a member leaves; the others get a notice. */
    record Leave(ActorRef<SessionCommand> session) implements Command {}

    /** From the directory: the last member has left. */
    record Close() implements Command {}

    /** Lines of a member for the others, in order; the member gets {@link SessionCommand.Said}. */
    record Say(ActorRef<SessionCommand> session, List<String> lines) implements Command {}

    /** A member has another name now; everybody gets a notice, then the member {@link SessionCommand.Renamed}. */
    record Rename(ActorRef<SessionCommand> session, String name) implements Command {}

    /** A member asks who is here; it gets {@link SessionCommand.Listed}. */
    record Who(ActorRef<SessionCommand> session) implements Command {}

    private final String roomName;

    /** Names of the members, in the order they came in. */
    private final Map<ActorRef<SessionCommand>, String> members = new LinkedHashMap<>();

    private Room(ActorContext<Command> context, String roomName) {
        super(context);
        this.roomName = roomName;
    }

    /** Returns the behavior of an empty room. */
    static Behavior<Command> create(String roomName) {
        return Behaviors.setup(context -> new Room(context, roomName));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Say.class, this::onSay)
                .onMessage(Enter.class, this::onEnter)
                .onMessage(Leave.class, this::onLeave)
                .onMessage(Rename.class, this::onRename)
                .onMessage(Who.class, this::onWho)
                .onMessageEquals(new Close(), Behaviors::stopped)
                .build();
    }

    private Behavior<Command> onSay(Say say) {
        String name = members.get(say.session());
        if (name != null) {
            StringBuilder text = new StringBuilder();
            for (String line : say.lines()) {
                text.append(name).append(": ").append(line).append('\n');
            }
            toAllBut(say.session(), ByteString.fromString(text.toString(), StandardCharsets.UTF_8));
        }
        say.session().tell(new SessionCommand.Said());
        return this;
    }

    private Behavior<Command> onEnter(Enter enter) {
        List<String> others = List.copyOf(members.values());
        members.put(enter.session(), enter.name());
        enter.session().tell(new SessionCommand.Entered(roomName, getContext().getSelf(), others));
        toAllBut(enter.session(), ServerText.notice(enter.name() + " joined " + roomName));
        return this;
    }

    private Behavior<Command> onLeave(Leave leave) {
        String name = members.remove(leave.session());
        if (name != null) {
            toAllBut(null, ServerText.notice(name + " left " + roomName));
        }
        return this;
    }

    private Behavior<Command> onRename(Rename rename) {
        String oldName = members.replace(rename.session(), rename.name());
        if (oldName != null) {
            toAllBut(null, ServerText.notice(oldName + " is now " + rename.name()));
        }
        rename.session().tell(new SessionCommand.Renamed(rename.name()));
        return this;
    }

    private Behavior<Command> onWho(Who who) {
        String names = String.join(", ", members.values());
        who.session().tell(new SessionCommand.Listed(ServerText.notice("in " + roomName + ": " + names)));
        return this;
    }

    private void toAllBut(@Nullable ActorRef<SessionCommand> sender, ByteString text) {
        SessionCommand.Deliver message = new SessionCommand.Deliver(text);
        for (ActorRef<SessionCommand> member : members.keySet()) {
            if (!member.equals(sender)) {
                member.tell(message);
            }
        }
    }
}

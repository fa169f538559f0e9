// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.util.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.aioactors.net.RegisterOptions;
import org.aioactors.net.Tcp;
import org.jspecify.annotations.Nullable;

/**
 * One connected client: carries out its lines one after the other and writes to it what its room has for it.
 *
 * <p>While an answer of a room, the directory or the registry is outstanding, no further line is looked at, and a
 * client that goes on sending is not read any more: it waits in its own socket, and nothing piles up here. A client
 * that does not read is disconnected when the connection refuses a write, which it does past {@code
 * aio.net.tcp.max-pending-write} bytes.
 */
final class Session extends AbstractBehavior<SessionCommand> {
    /** The room that everybody is in at first. */
    static final String LOBBY = "lobby";

    /** Past this many bytes not yet looked at, the client is not read until some of them are. */
    private static final int READ_AHEAD_BYTES = 64 * 1024;

    /** So much text goes to the room at a time: a flood reaches the others in doses that their sockets can take. */
    private static final int SAY_CHARS = 16 * 1024;

    /** In a fuller room its members are counted rather than named to who comes in: /who names them all. */
    private static final int MAX_NAMES_SHOWN = 10;

    private final ActorRef<Tcp.ConnectionCommand> connection;
    private final ChatServices services;
    private final ClientLines lines;

    /** Lines on their way to the room, where they will be text of {@link #sayingChars} characters. */
    private List<String> saying = new ArrayList<>();

    private int sayingChars;

    /** Answers outstanding. Lines are looked at only while there are none. Starts with the name and the room. */
    private int awaited = 1;

    private boolean suspended;

    /** The client sends no more but may still be reading, as {@code nc -N} does after its last line. */
    private boolean inputEnded;

    /** Nothing more can be read or written; what was read is still carried out. */
    private boolean connectionGone;

    /** Null until granted, then the name that the room shows. */
    private @Nullable String name;

    /** Null until the first room is entered. */
    private @Nullable ActorRef<Room.Command> room;

    private String roomName = LOBBY;

    private Session(
            ActorContext<SessionCommand> context, ActorRef<Tcp.ConnectionCommand> connection, ChatServices services) {
        super(context);
        this.connection = connection;
        this.services = services;
        this.lines = new ClientLines(services.settings().maxLineBytes());
        context.watchWith(connection, new SessionCommand.ConnectionLost());
        connection.tell(Tcp.Register.of(context.getSelf(), SessionCommand.FromPeer::new)
                .with(RegisterOptions.DEFAULT.withKeepOpenOnPeerClosed()));
        services.names().tell(new NameRegistry.ClaimGuest(context.getSelf()));
    }

    /** Returns the behavior of a client just connected. */
    static Behavior<SessionCommand> create(ActorRef<Tcp.ConnectionCommand> connection, ChatServices services) {
        return Behaviors.setup(context -> new Session(context, connection, services));
    }

    @Override
    public Receive<SessionCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(SessionCommand.FromPeer.class, message -> onEvent(message.event()))
                .onMessage(SessionCommand.Deliver.class, this::onDeliver)
                .onMessage(SessionCommand.Said.class, said -> onAnswer())
                .onMessage(SessionCommand.Listed.class, this::onListed)
                .onMessage(SessionCommand.NameGranted.class, this::onNameGranted)
                .onMessage(SessionCommand.NameTaken.class, this::onNameTaken)
                .onMessage(SessionCommand.Renamed.class, this::onRenamed)
                .onMessage(SessionCommand.Entered.class, this::onEntered)
                .onMessage(SessionCommand.Stop.class, stop -> farewell(ServerText.notice("server is shutting down")))
                .onMessage(SessionCommand.ConnectionLost.class, lost -> onConnectionGone())
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private Behavior<SessionCommand> onEvent(Tcp.Event event) {
        if (event instanceof Tcp.Received received) {
            return onReceived(received.data());
        }
        if (event instanceof Tcp.CommandFailed failed && failed.command() instanceof Tcp.Write) {
            getContext().getLog().info("{} reads too slowly, disconnected", name);
            return Behaviors.stopped();
        }
        if (event instanceof Tcp.PeerClosed) {
            inputEnded = true;
            return proceed();
        }
        return event instanceof Tcp.ConnectionClosed ? onConnectionGone() : this;
    }

    private Behavior<SessionCommand> onReceived(ByteString data) {
        lines.append(data);
        if (awaited > 0 && !suspended && lines.pendingBytes() > READ_AHEAD_BYTES) {
            suspended = true;
            connection.tell(new Tcp.SuspendReading());
        }
        return proceed();
    }

    private Behavior<SessionCommand> onConnectionGone() {
        connectionGone = true;
        return proceed();
    }

    /** Carries out lines until there are none or one needs an answer first. */
    private Behavior<SessionCommand> proceed() {
        try {
            while (awaited == 0) {
                ClientLine line = lines.next();
                if (line == null) {
                    return onAllCarriedOut();
                }
                Behavior<SessionCommand> next = carryOut(line);
                if (next != this) {
                    return next;
                }
            }
            return this;
        } catch (LineRefusedException e) {
            flushSaying();
            return farewell(ServerText.refusal(e.why() + "; closing"));
        }
    }

    private Behavior<SessionCommand> onAllCarriedOut() {
        flushSaying();
        if (awaited > 0) {
            return this;
        }
        if (connectionGone || inputEnded) {
            return farewell(ByteString.emptyByteString());
        }
        if (suspended) {
            suspended = false;
            connection.tell(new Tcp.ResumeReading());
        }
        return this;
    }

    private Behavior<SessionCommand> carryOut(ClientLine line) {
        if (line instanceof ClientLine.Say say) {
            saying.add(say.text());
            sayingChars += name().length() + say.text().length() + 3;
            if (sayingChars >= SAY_CHARS) {
                flushSaying();
            }
            return this;
        }
        flushSaying();
        if (line instanceof ClientLine.Join join) {
            join(join.room());
        } else if (line instanceof ClientLine.Nick nick) {
            ask(services.names(), new NameRegistry.Claim(getContext().getSelf(), nick.name()));
        } else if (line instanceof ClientLine.Who) {
            ask(room(), new Room.Who(getContext().getSelf()));
        } else if (line instanceof ClientLine.Rooms) {
            ask(services.rooms(), new RoomDirectory.ListRooms(getContext().getSelf()));
        } else if (line instanceof ClientLine.Help) {
            write(ServerText.HELP);
        } else if (line instanceof ClientLine.Wrong wrong) {
            write(ServerText.refusal(wrong.why()));
        } else if (line instanceof ClientLine.Quit) {
            return farewell(ServerText.notice("bye"));
        }
        return this;
    }

    private void flushSaying() {
        if (!saying.isEmpty()) {
            ask(room(), new Room.Say(getContext().getSelf(), saying));
            saying = new ArrayList<>();
            sayingChars = 0;
        }
    }

    private void join(String wanted) {
        if (wanted.equals(roomName)) {
            write(ServerText.refusal("you are in " + roomName + " already"));
        } else {
            ask(services.rooms(), new RoomDirectory.Join(getContext().getSelf(), name(), wanted));
        }
    }

    /** Tells what will be answered: {@link #onAnswer()} must follow. */
    private <T> void ask(ActorRef<T> whom, T question) {
        awaited++;
        whom.tell(question);
    }

    private Behavior<SessionCommand> onAnswer() {
        awaited--;
        return proceed();
    }

    private Behavior<SessionCommand> onNameGranted(SessionCommand.NameGranted granted) {
        if (name == null) {
            name = granted.name();
            services.rooms().tell(new RoomDirectory.Join(getContext().getSelf(), name, LOBBY));
        } else {
            room().tell(new Room.Rename(getContext().getSelf(), granted.name()));
        }
        return this;
    }

    private Behavior<SessionCommand> onNameTaken(SessionCommand.NameTaken taken) {
        write(ServerText.refusal("the name " + taken.name() + " is taken"));
        return onAnswer();
    }

    private Behavior<SessionCommand> onRenamed(SessionCommand.Renamed renamed) {
        if (!NameRegistry.same(name(), renamed.name())) {
            services.names().tell(new NameRegistry.Release(getContext().getSelf(), name()));
        }
        name = renamed.name();
        return onAnswer();
    }

    private Behavior<SessionCommand> onEntered(SessionCommand.Entered entered) {
        String start = room == null ? "welcome, " + name() + "; /help lists the commands; " : "";
        room = entered.room();
        roomName = entered.roomName();
        write(ServerText.notice(start + "you are in " + roomName + " with " + company(entered.others())));
        return onAnswer();
    }

    private static String company(List<String> others) {
        if (others.size() > MAX_NAMES_SHOWN) {
            return others.size() + " others";
        }
        return others.isEmpty() ? "nobody else" : String.join(", ", others);
    }

    private Behavior<SessionCommand> onDeliver(SessionCommand.Deliver deliver) {
        write(deliver.text());
        return this;
    }

    private Behavior<SessionCommand> onListed(SessionCommand.Listed listed) {
        write(listed.text());
        return onAnswer();
    }

    private void write(ByteString text) {
        if (!connectionGone && text.nonEmpty()) {
            connection.tell(Tcp.Write.of(text));
        }
    }

    /** Leaves the room at once; the connection is closed when the client has had the time to read why. */
    private Behavior<SessionCommand> farewell(ByteString lastLine) {
        leave();
        write(lastLine);
        return connectionGone
                ? Behaviors.stopped()
                : Farewell.create(connection, services.settings().closeTimeout());
    }

    private Behavior<SessionCommand> onPostStop() {
        leave();
        if (!connectionGone) {
            connection.tell(new Tcp.Abort());
        }
        return this;
    }

    private void leave() {
        services.names().tell(new NameRegistry.Leave(getContext().getSelf()));
        services.rooms().tell(new RoomDirectory.Leave(getContext().getSelf()));
    }

    private String name() {
        return Objects.requireNonNull(name);
    }

    private ActorRef<Room.Command> room() {
        return Objects.requireNonNull(room);
    }
}

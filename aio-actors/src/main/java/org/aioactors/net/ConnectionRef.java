// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.ActorIdentity;
import akka.actor.ActorRef;
import akka.actor.FunctionRef;
import akka.actor.Identify;
import akka.actor.InternalActorRef;
import akka.actor.Kill;
import akka.actor.PoisonPill;
import akka.actor.Terminated;
import akka.actor.UnhandledMessage;
import akka.actor.typed.javadsl.Adapter;
import akka.dispatch.sysmsg.Unwatch;
import akka.dispatch.sysmsg.Watch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Function;
import org.aioactors.aio.Fields;
import org.aioactors.aio.linux.Sockets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function2;
import scala.Option;
import scala.runtime.BoxedUnit;
import scala.util.control.NonFatal;

/**
 * What others know of a connection, which has no actor of its own. What it is told on its own loop is done at once, by the
 * teller; what comes from elsewhere goes through the inbox of its {@link TcpLoop}. It never overtakes what is in there, so
 * each teller's words are heard in order. Ends with the connection, and can be watched; so it watches its handler. Loop
 * thread only, but {@link #apply}.
 */
final class ConnectionRef extends Tenants.Tenant
        implements Function2<ActorRef, Object, BoxedUnit>, LoopInbox.Addressee, Connection.Owner, Patience.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionRef.class);
    private static final VarHandle WAITING = Fields.handle(MethodHandles.lookup(), "waiting", int.class);

    private final TcpLoop home;
    private final FunctionRef ref;
    private final Connection connection;

    /** Who has asked for the connection; null once somebody has registered. */
    private akka.actor.typed.@Nullable ActorRef<? super Tcp.Event> commander;

    /** The one whose end it hears of. */
    private @Nullable ActorRef watched;

    /**
     * How many messages are in the inbox. Counted up by who puts one in, before it does so; down by the loop. Whoever has told
     * something from elsewhere and then tells on the loop sees its own.
     */
    @SuppressWarnings("unused") // through WAITING
    private volatile int waiting;

    private ConnectionRef(
            TcpLoop home, TcpSettings settings, StreamSocket socket, ListenerLimits.Share share, RemotePeer<?> peer) {
        this.home = home;
        this.commander = peer.commander();
        this.ref = home.addRef(this);
        home.add(this);
        boolean opened = false;
        try {
            this.connection = new Connection(
                    socket,
                    settings,
                    share,
                    new ConnectionReport(share.counters(home.loop()), home.loop(), peer.address()),
                    handler(new Tcp.Recipient<>(peer.commander().unsafeUpcast(), Function.<Object>identity())),
                    peer.outgoing(),
                    new Patience(this, home),
                    this);
            opened = true;
        } finally {
            if (!opened) {
                over();
            }
        }
    }

    /**
     * Makes a connection, which owns the socket and the share from now on. If it throws, both are the caller's. Whoever has asked
     * for it is to be told.
     */
    static akka.actor.typed.ActorRef<Tcp.ConnectionCommand> open(
            TcpLoop home, TcpSettings settings, StreamSocket socket, ListenerLimits.Share share, RemotePeer<?> peer) {
        ConnectionRef opened = new ConnectionRef(home, settings, socket, share, peer);
        if (peer.outgoing()) {
            opened.watch(Adapter.toClassic(peer.commander()));
        }
        return Adapter.toTyped(opened.ref);
    }

    private Handler handler(Tcp.Recipient<?> recipient) {
        return new ActorHandler(recipient, ref);
    }

    /** For Akka: somebody tells it something. Any thread. */
    @Override
    public BoxedUnit apply(ActorRef teller, Object message) {
        BufferWrites.retain(message);
        if ((message instanceof Tcp.ConnectionCommand || message instanceof ActorIdentity) && mayHandle()) {
            handle(teller, message);
        } else {
            WAITING.getAndAdd(this, 1);
            home.post(this, teller, message);
        }
        return BoxedUnit.UNIT;
    }

    /** A handler's function may tell while it is told. */
    private boolean mayHandle() {
        return home.loop().inLoopThread() && waiting == 0 && !connection.isTelling() && isLodged();
    }

    @Override
    public void deliver(ActorRef teller, Object message) {
        WAITING.getAndAdd(this, -1);
        if (isLodged()) {
            handle(teller, message);
        } else {
            if (message instanceof Tcp.WriteCommand write) {
                BufferWrites.release(write);
            }
            ref.tell(message, teller); // it has ended: to the dead letters
        }
    }

    /** What it fails of is not the teller's. */
    private void handle(ActorRef teller, Object message) {
        try {
            if (message instanceof Tcp.Register register) {
                register(register);
            } else if (message instanceof Tcp.ConnectionCommand command) {
                connection.handle(command);
            } else if (message instanceof ActorIdentity answer && answer.correlationId() instanceof Long mark) {
                connection.answered(mark);
            } else if (message instanceof Terminated terminated) {
                terminated(terminated.getActor());
            } else {
                handleOther(teller, message);
            }
        } catch (RuntimeException | Error failure) {
            if (!NonFatal.apply(failure)) {
                throw failure;
            }
            failed(failure);
        }
    }

    /** As any actor does. */
    private void handleOther(ActorRef teller, Object message) {
        if (message instanceof Identify question) {
            teller.tell(new ActorIdentity(question.messageId(), Option.apply(ref)), ref);
        } else if (message instanceof PoisonPill || message instanceof Kill) {
            stopped();
        } else {
            home.system().classicSystem().eventStream().publish(new UnhandledMessage(message, teller, ref));
        }
    }

    private void register(Tcp.Register register) {
        akka.actor.typed.ActorRef<? super Tcp.Event> asker = commander;
        if (asker == null || !connection.mayRegister()) {
            return;
        }
        akka.actor.typed.ActorRef<?> by = register.handler().ref();
        boolean hearsAnyway = !connection.isWaiting() && by.equals(asker);
        if (connection.register(register, hearsAnyway ? Handler.NONE : handler(register.handler()))) {
            commander = null;
            watch(Adapter.toClassic(by));
        }
    }

    /** Watches that one, and no longer another. */
    private void watch(ActorRef actor) {
        unwatch();
        watched = actor;
        if (isLocal(actor)) {
            // As the reference does it, but without a set of those that it watches, which takes 100 bytes.
            ((InternalActorRef) actor).sendSystemMessage(new Watch((InternalActorRef) actor, ref));
        } else {
            ref.watch(actor); // hears of the end of its node, too
        }
    }

    private void unwatch() {
        ActorRef actor = watched;
        if (actor != null && isLocal(actor)) {
            ((InternalActorRef) actor).sendSystemMessage(new Unwatch(actor, ref));
        } else if (actor != null) {
            ref.unwatch(actor);
        }
        watched = null;
    }

    private static boolean isLocal(ActorRef actor) {
        return actor instanceof InternalActorRef internal && internal.isLocal();
    }

    private void terminated(ActorRef actor) {
        if (actor.equals(watched)) {
            watched = null;
            connection.handlerStopped();
        }
    }

    @Override
    public void timedOut() {
        try {
            connection.timedOut();
        } catch (RuntimeException | Error failure) {
            if (!NonFatal.apply(failure)) {
                throw failure;
            }
            failed(failure);
        }
    }

    private String peer() {
        SocketAddress address = connection.remoteAddress();
        return address instanceof InetSocketAddress internet ? Sockets.format(internet) : address.toString();
    }

    private void failed(Throwable failure) {
        LOG.error("the connection with {} has failed: it is reset", peer(), failure);
        try {
            connection.fail(failure);
        } catch (RuntimeException again) {
            LOG.error("the connection with {} could not be reset", peer(), again);
            stopped();
        }
    }

    @Override
    void stopped() {
        try {
            connection.stopped();
        } finally {
            over();
        }
    }

    @Override
    boolean isOf(ListenerLimits listener) {
        return connection.isOf(listener);
    }

    @Override
    public void over() {
        if (home.remove(this)) {
            unwatch();
            home.removeRef(ref);
        }
    }
}

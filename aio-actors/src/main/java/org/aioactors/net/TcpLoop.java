// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.ActorPath;
import akka.actor.ActorRef;
import akka.actor.ActorRefProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.FunctionRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.ActorTags;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.BottomHalf;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.LoopWish;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function2;
import scala.runtime.BoxedUnit;

/**
 * All connections of one loop, and the one actor that stands for them: it keeps the loop alive, and when it is stopped, as the
 * actor system ends, they are. It handles no messages: what connections are told from elsewhere goes through a {@link
 * LoopInbox}. Loop thread only, but {@link #send}.
 */
final class TcpLoop implements AutoCloseable, Patience.Alarms {
    private static final Logger LOG = LoggerFactory.getLogger(TcpLoop.class);

    /** Tells their actors apart: a loop may have another thread some day, and then another one of these. */
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** How the names of references begin. */
    private static final String NAME = "tcp";

    /** What comes to a loop. */
    interface Arrival {
        /** It is there. */
        void settle(TcpLoop home);

        /** The loop takes nothing any more: closes what it has brought. */
        void refuse();
    }

    private final ActorSystem<?> system;
    private final ExtendedActorSystem classicSystem;
    private final AioLoop loop;
    private final AioContext context;
    private final Props sameLoop;
    private final BottomHalf delivery;
    private final LoopInbox inbox;
    private final Tenants tenants = new Tenants();

    private boolean ended;

    private TcpLoop(ActorSystem<?> system, AioLoop loop) {
        this.system = system;
        this.classicSystem = (ExtendedActorSystem) system.classicSystem();
        this.loop = loop;
        this.context = loop.context();
        this.sameLoop = ActorTags.create(LoopWish.tag(loop.number())).withDispatcherFromConfig(loop.dispatcherId());
        this.inbox = new LoopInbox(this::wake);
        system.systemActorOf(anchor(), "aio-tcp-" + loop + "-" + COUNT.incrementAndGet(), sameLoop);
        this.delivery = context.newBottomHalf("tcp", inbox::deliver);
    }

    private void wake() {
        delivery.schedule();
    }

    /** That of a loop, whose thread calls this. */
    private static TcpLoop of(ActorSystem<?> system, AioLoop loop) {
        return loop.resource(TcpLoop.class, () -> new TcpLoop(system, loop));
    }

    /**
     * The same for what is made there and then.
     *
     * @throws IllegalStateException if the actor system is terminating
     */
    static TcpLoop here(ActorSystem<?> system, AioLoop loop) {
        TcpLoop home = of(system, loop);
        if (home.ended) {
            throw new IllegalStateException(loop + " takes nothing any more: the actor system is terminating");
        }
        return home;
    }

    /** Sends something to a loop, where it settles or is refused. Any thread; does not block. */
    static void send(ActorSystem<?> system, AioLoop loop, Arrival arrival) {
        loop.countGuests(1); // until it is there: who chooses a loop meanwhile is to know
        loop.execute(() -> {
            loop.countGuests(-1);
            arrive(system, loop, arrival);
        });
    }

    /** The same from the loop itself. */
    static void arrive(ActorSystem<?> system, AioLoop loop, Arrival arrival) {
        TcpLoop home;
        try {
            home = of(system, loop);
        } catch (IllegalStateException terminating) {
            LOG.debug("{} takes no connections any more", loop, terminating);
            arrival.refuse();
            return;
        }
        home.admit(arrival);
    }

    /**
     * A listener has ended before its connections, so they do, too: on the loops where it has sent them. The listener, on its
     * own loop.
     */
    static void stopAllOf(ListenerLimits listener, ActorSystem<?> system, Iterable<AioLoop> loops) {
        for (AioLoop each : loops) {
            each.execute(
                    () -> { // behind those still on their way
                        try {
                            of(system, each).stopAllOf(listener);
                        } catch (IllegalStateException terminating) {
                            LOG.debug("{} has no connections any more", each, terminating);
                        }
                    });
        }
    }

    private void stopAllOf(ListenerLimits listener) {
        tenants.stop(tenant -> tenant.isOf(listener));
    }

    private void admit(Arrival arrival) {
        if (ended) {
            arrival.refuse();
        } else {
            arrival.settle(this);
        }
    }

    private Behavior<Void> anchor() {
        return Behaviors.receive(Void.class)
                .onSignal(PostStop.class, stop -> {
                    end();
                    return Behaviors.same();
                })
                .build();
    }

    private void end() {
        ended = true;
        tenants.stop(tenant -> true);
    }

    AioLoop loop() {
        return loop;
    }

    ActorSystem<?> system() {
        return system;
    }

    TcpRegistry registry() {
        return TcpExtension.get(system).registry();
    }

    /** With these, a handler lives on this loop. */
    Props sameLoop() {
        return sameLoop;
    }

    @Override
    public Patience.Alarm alarm(Patience patience) {
        return new LoopAlarm(context, patience);
    }

    /** What would hold up the loop is done there. */
    OffLoop offLoop() {
        return new OffLoop(system.dispatchers().lookup(DispatcherSelector.blocking()), loop);
    }

    /** Puts in what is told from elsewhere. Any thread. */
    void post(LoopInbox.Addressee to, ActorRef teller, Object message) {
        inbox.post(to, teller, message);
    }

    /** Has one stopped with the loop. */
    void add(Tenants.Tenant tenant) {
        tenants.add(tenant);
        loop.countGuests(1);
    }

    /** Takes that back. Idempotent; returns whether it was so. */
    boolean remove(Tenants.Tenant tenant) {
        boolean was = tenants.remove(tenant);
        if (was) {
            loop.countGuests(-1);
        }
        return was;
    }

    /**
     * A reference whose messages {@code function} hears on the thread of whoever tells them, until it is {@linkplain
     * #removeRef removed}. It is a temporary one, as those of questions are: a child of an actor would cost 150 bytes more.
     */
    FunctionRef addRef(Function2<ActorRef, Object, BoxedUnit> function) {
        ActorRefProvider provider = classicSystem.provider();
        ActorPath path = provider.tempPath(NAME);
        FunctionRef ref = new FunctionRef(path, provider, classicSystem, function);
        provider.registerTempActor(ref, path);
        return ref;
    }

    /** Ends a reference: who watches it is told, what it is told from now on is a dead letter. Idempotent. */
    void removeRef(FunctionRef ref) {
        classicSystem.provider().unregisterTempActor(ref.path());
        ref.stop();
    }

    /** The loop's thread ends. */
    @Override
    public void close() {
        end(); // of an actor that never began
        delivery.close();
    }
}

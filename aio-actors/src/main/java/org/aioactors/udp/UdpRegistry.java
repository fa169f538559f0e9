// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.net.Names;

/** Which UDP sockets there are in an actor system, as far as their figures are told. Any thread; reading does not block. */
public final class UdpRegistry {
    /** Hears what comes and goes, on the thread that has brought it. */
    public interface Listener {
        /** A socket was bound, or the first was connected; perhaps told more than once. */
        void added(UdpGroup group);

        /** A loop has its first socket; perhaps told more than once. */
        default void loopAdded(AioLoop loop, UdpGroup group) {}

        /** A socket that was bound is closed. */
        void removed(UdpGroup group);
    }

    /** What is left of a socket for its end. */
    interface Membership {
        /** What it counts with. */
        UdpTally tally();

        /** It is closed. Once. */
        void close();
    }

    /** Those that are open, each with the order in which it has come. */
    private final Map<UdpGroup, Long> bound = new ConcurrentHashMap<>();

    private final AtomicLong numbers = new AtomicLong();
    private final Names names = new Names();
    private final UdpGroup connected = UdpGroup.ofMany("connected");
    private final AtomicBoolean anyConnected = new AtomicBoolean();
    private final Map<AioLoop, UdpGroup> loops = new ConcurrentHashMap<>();

    /** Added to by whoever wants to know; told by those that come and go, after they have. */
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    UdpRegistry() {}

    /** A socket that is bound is open. On its loop. */
    Membership addBound(InetSocketAddress localAddress, AioLoop loop) {
        UdpGroup group = UdpGroup.bound(names.take(Sockets.format(localAddress)), localAddress);
        Membership membership = membership(group, loop);
        bound.put(group, numbers.incrementAndGet());
        listeners.forEach(each -> each.added(group));
        return membership;
    }

    /** A socket that is connected is open. On its loop. */
    Membership addConnected(AioLoop loop) {
        Membership membership = membership(connected, loop);
        if (anyConnected.compareAndSet(false, true)) {
            listeners.forEach(each -> each.added(connected));
        }
        return membership;
    }

    private Membership membership(UdpGroup group, AioLoop loop) {
        UdpGroup ofLoop = ofLoop(loop);
        UdpTally tally = new UdpTally(group.opened(loop), ofLoop.opened(loop));
        return new Membership() {
            @Override
            public UdpTally tally() {
                return tally;
            }

            @Override
            public void close() {
                group.closed();
                ofLoop.closed();
                remove(group);
            }
        };
    }

    private UdpGroup ofLoop(AioLoop loop) {
        UdpGroup fresh = UdpGroup.ofMany("of a loop");
        UdpGroup before = loops.putIfAbsent(loop, fresh);
        if (before != null) {
            return before;
        }
        listeners.forEach(each -> each.loopAdded(loop, fresh));
        return fresh;
    }

    /** Its name is free when all have been told, so that nobody has to show two of one name. */
    private void remove(UdpGroup group) {
        if (bound.remove(group) != null) {
            listeners.forEach(each -> each.removed(group));
            names.free(group.toString());
        }
    }

    /** The sockets that are bound, in the order in which they came. */
    public List<UdpGroup> bound() {
        return bound.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** All that are connected. */
    public UdpGroup connected() {
        return connected;
    }

    /** Whether it is one of those that are told now. */
    public boolean contains(UdpGroup group) {
        return group == connected ? anyConnected.get() : bound.containsKey(group);
    }

    /** Whether that is all those that are connected. */
    public boolean isConnected(UdpGroup group) {
        return group == connected;
    }

    /** Has it told of all that is there, and then of what comes and goes. */
    public void listen(Listener listener) {
        listeners.add(listener);
        bound.keySet().forEach(listener::added);
        if (anyConnected.get()) {
            listener.added(connected);
        }
        loops.forEach(listener::loopAdded);
    }

    /** Forgets the listener. */
    public void stopListening(Listener listener) {
        listeners.remove(listener);
    }

    /** All figures. */
    public UdpMetrics metrics() {
        List<UdpMetrics.Socket> sockets = bound().stream()
                .map(each -> new UdpMetrics.Socket(each.address(), each.metrics()))
                .toList();
        Map<Integer, UdpMetrics.Group> byNumber = new HashMap<>();
        loops.forEach((loop, group) -> byNumber.put(loop.number(), group.metrics()));
        return new UdpMetrics(sockets, connected.metrics(), byNumber);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aioactors.aio.trace.TimerRunEvent;
import org.jspecify.annotations.Nullable;

/**
 * The armed timers of one clock: a binary heap, so that arming and cancelling cost O(log n) (B10). The list is its
 * own lock, held for one heap operation and never while a callback runs.
 */
class TimerList {
    private static final long NONE = Long.MAX_VALUE;
    private static final int INITIAL_TIMERS = 16;

    /** The heap shrinks to half once this many times as many timers would have room. */
    private static final int SPARSE = 8;

    private final ClockType clock;
    private final ClockSource clockSource;
    private final NotifyGate gate;
    private final CallbackRunner callbacks;

    /** Heap order by {@link AioTimer#isBefore}. Guarded by this. */
    private @Nullable AioTimer[] heap = new @Nullable AioTimer[INITIAL_TIMERS];

    private int size;
    private long lastSequence;

    /** The context has ended: nothing is armed any more. Guarded by this. */
    private boolean closed;

    /**
     * When the head is due, or NONE. Written under the lock by any thread; read without it by the home thread, for
     * which a notification follows each write that matters. Partner: {@link #wakesNs}.
     */
    private volatile long headNs = NONE;

    /**
     * The head when the loop last asked for its timeout: so it looks at the timers then, at the latest, even if that
     * head is gone. Who arms a timer for later than that need not wake it, which spares the timeouts of requests, each
     * cancelled before the next is set, all their wake-ups. Written by the home thread, read by those that arm timers.
     *
     * <p>The loop writes NONE before it reads {@link #headNs}, and then what it has read. So who writes a head that this
     * reading does not see finds NONE, and notifies; or what was read, and notifies if the new head is earlier.
     */
    private volatile long wakesNs = NONE;

    /** A disabled clock neither fires nor counts (S61). Written by any thread, read by the home thread. */
    private volatile boolean enabled = true;

    TimerList(ClockType clock, ClockSource clockSource, NotifyGate gate, CallbackRunner callbacks) {
        this.clock = clock;
        this.clockSource = clockSource;
        this.gate = gate;
        this.callbacks = callbacks;
    }

    /**
     * Arms a timer; with {@code onlyEarlier}, only if that is earlier than it is armed for. Returns whether it is armed
     * now: false once closed. Any thread.
     */
    final boolean arm(AioTimer timer, long expireNs, boolean onlyEarlier) {
        boolean heads;
        synchronized (this) {
            if (closed) {
                return false;
            }
            if (timer.index >= 0) {
                if (onlyEarlier && timer.sortNs <= expireNs) {
                    return true;
                }
                removeAt(timer.index);
            }
            order(timer, expireNs);
            insert(timer);
            publishHead();
            heads = timer.index == 0;
        }
        if (heads && mustNotify(expireNs)) {
            gate.notifyLoop();
        }
        return true;
    }

    /** Gives a timer its place in the order: by time, then the first armed first (S58). Lock held. */
    void order(AioTimer timer, long expireNs) {
        timer.sortNs = expireNs;
        timer.sequence = ++lastSequence;
    }

    /** Whether the loop has to hear of a new head: not if it looks at the timers by then anyway (S59). Any thread. */
    boolean mustNotify(long expireNs) {
        return Math.max(0, expireNs) < wakesNs;
    }

    /** Disarms a timer; never notifies (S59). Any thread. */
    synchronized void disarm(AioTimer timer) {
        if (timer.index >= 0) {
            removeAt(timer.index);
            publishHead();
        }
    }

    /** Starts or stops the clock for these timers; starting notifies (S61). Any thread. */
    void setEnabled(boolean enable) {
        boolean before = enabled;
        enabled = enable;
        if (enable && !before) {
            gate.notifyLoop();
        }
    }

    /** How long until the head is due: 0 if it is, -1 if there is none or the clock is disabled. Home thread. */
    long timeoutNs() {
        long head = enabled ? headNs : NONE;
        if (head != wakesNs) {
            wakesNs = NONE;
            head = enabled ? headNs : NONE;
            wakesNs = head;
        }
        return head == NONE ? -1 : Math.max(0, head - clockSource.nowNs(clock));
    }

    /** Runs what is due by one reading of the clock; returns whether anything ran (S60). Home thread. */
    boolean run() {
        if (headNs == NONE || !enabled) {
            return false;
        }
        long nowNs = clockSource.nowNs(clock);
        boolean progress = false;
        for (AioTimer due = takeDue(nowNs); due != null; due = takeDue(nowNs)) {
            TimerRunEvent.emit(callbacks.contextName(), clock, nowNs - Math.max(0, due.sortNs));
            callbacks.run("timer", clock.name(), due.callback());
            progress = true;
        }
        return progress;
    }

    private synchronized @Nullable AioTimer takeDue(long nowNs) {
        AioTimer head = size == 0 ? null : heap[0];
        if (head == null || !enabled || Math.max(0, head.sortNs) > nowNs) {
            return null;
        }
        removeAt(0);
        publishHead();
        return head;
    }

    /**
     * Ends it: disarms all timers and tells those that want to know, in the order in which they were due. Idempotent.
     * Home thread.
     */
    void close() {
        for (AioTimer timer : takeAll()) {
            if (timer.callback() instanceof TimerCallback callback) {
                callbacks.run("closing of timer", clock.name(), callback::contextClosed);
            }
        }
    }

    /** Disarms all timers that can go on elsewhere, and tells them. Any thread. */
    void evict() {
        for (AioTimer timer : takeMovable()) {
            if (timer.callback() instanceof MovableTimer callback) {
                callback.evicted();
            }
        }
    }

    private synchronized List<AioTimer> takeMovable() {
        List<AioTimer> movable = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            AioTimer timer = heap[i];
            if (timer != null && timer.callback() instanceof MovableTimer) {
                movable.add(timer);
            }
        }
        movable.sort((a, b) -> a.isBefore(b) ? -1 : 1); // no two are equal
        movable.forEach(timer -> removeAt(timer.index));
        publishHead();
        return movable;
    }

    private synchronized List<AioTimer> takeAll() {
        closed = true;
        List<AioTimer> taken = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            AioTimer timer = heap[i];
            if (timer != null) {
                timer.index = -1;
                taken.add(timer);
            }
        }
        taken.sort((a, b) -> a.isBefore(b) ? -1 : 1); // no two are equal
        heap = new @Nullable AioTimer[0];
        size = 0;
        publishHead();
        return taken;
    }

    private void publishHead() {
        AioTimer head = size == 0 ? null : heap[0];
        headNs = head == null ? NONE : Math.max(0, head.sortNs);
    }

    private void insert(AioTimer timer) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        siftUp(size++, timer);
    }

    private void removeAt(int index) {
        AioTimer removed = heap[index];
        AioTimer last = heap[--size];
        heap[size] = null;
        if (removed != last && last != null) {
            siftDown(index, last);
            if (heap[index] == last) {
                siftUp(index, last);
            }
        }
        if (removed != null) {
            removed.index = -1;
        }
        if (size < heap.length / SPARSE && heap.length > INITIAL_TIMERS) { // a crowd has gone, and so may its room
            heap = Arrays.copyOf(heap, heap.length / 2);
        }
    }

    private void siftUp(int start, AioTimer timer) {
        int index = start;
        while (index > 0) {
            int parentIndex = (index - 1) >>> 1;
            AioTimer parent = heap[parentIndex];
            if (parent == null || !timer.isBefore(parent)) {
                break;
            }
            place(index, parent);
            index = parentIndex;
        }
        place(index, timer);
    }

    private void siftDown(int start, AioTimer timer) {
        int index = start;
        for (int child = 2 * index + 1; child < size; child = 2 * index + 1) {
            AioTimer smaller = heap[child];
            AioTimer right = child + 1 < size ? heap[child + 1] : null;
            if (right != null && smaller != null && right.isBefore(smaller)) {
                smaller = right;
                child++;
            }
            if (smaller == null || !smaller.isBefore(timer)) {
                break;
            }
            place(index, smaller);
            index = child;
        }
        place(index, timer);
    }

    private void place(int index, AioTimer timer) {
        heap[index] = timer;
        timer.index = index;
    }
}

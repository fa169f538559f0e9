// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.signal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The signals of this process, each taken from the JVM once, whoever watches it, and given back when nobody does: there is one
 * of these, as the actor systems of a JVM share its signals. Any thread.
 */
final class SharedSignals {
    private static final String OF_JVM = "the JVM needs it for the code that it runs";

    /** What the JVM would give us, or nobody could have. */
    private static final Map<Integer, String> RESERVED = Map.ofEntries(
            Map.entry(Signal.KILL.number(), "no process can have it: it ends the process"),
            Map.entry(Signal.STOP.number(), "no process can have it: it stops the process"),
            Map.entry(Signal.QUIT.number(), "the JVM prints its stacks when it comes"),
            Map.entry(Signal.of("SEGV").number(), OF_JVM),
            Map.entry(Signal.of("BUS").number(), OF_JVM),
            Map.entry(Signal.of("FPE").number(), OF_JVM),
            Map.entry(Signal.of("ILL").number(), OF_JVM),
            Map.entry(Signal.of("TRAP").number(), OF_JVM),
            Map.entry(Signal.PIPE.number(), "the JVM takes it, so that a write without a reader is an error"),
            Map.entry(Signal.of("XFSZ").number(), "the JVM takes it, so that a file too large is an error"),
            Map.entry(
                    Signal.CHLD.number(),
                    "the JDK takes it when it starts its first process; Aio.get(system).processes() tells of children"));

    /** What the JVM suspends its threads with, unless that variable of the environment says otherwise. */
    private static final int SUSPENDS = Signal.USR2.number();

    /** Last: it needs those above. */
    static final SharedSignals INSTANCE = new SharedSignals(JvmSignals.INSTANCE, System.getenv("_JAVA_SR_SIGNUM"));

    /** A signal that is taken. */
    private static final class Taken {
        final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        SignalSource.@Nullable Restore restore;

        void raised() {
            for (Runnable listener : listeners) {
                listener.run();
            }
        }
    }

    private final SignalSource source;
    private final int suspends;

    /** Guarded by this. */
    private final Map<Signal, Taken> taken = new HashMap<>();

    /**
     * Those of a source.
     *
     * @param suspendSignal the number of the signal with which the JVM suspends its threads, if somebody has set it
     */
    SharedSignals(SignalSource source, @Nullable String suspendSignal) {
        this.source = source;
        this.suspends =
                suspendSignal != null && suspendSignal.matches("\\d{1,2}") ? Integer.parseInt(suspendSignal) : SUSPENDS;
    }

    /**
     * Has a listener run each time a signal comes.
     *
     * @param listener runs on any thread; must be quick, and not throw
     * @throws SignalRefusedException if it can't be had
     */
    synchronized void add(Signal signal, Runnable listener) throws SignalRefusedException {
        String reserved = signal.number() == suspends
                ? "the JVM suspends its threads with it, as for the Flight Recorder"
                : RESERVED.get(signal.number());
        if (reserved != null) {
            throw new SignalRefusedException(reserved);
        }
        Taken present = taken.get(signal);
        if (present == null) {
            present = new Taken();
            present.listeners.add(listener); // first: it may come at once
            present.restore = source.take(signal, present::raised);
            taken.put(signal, present);
        } else {
            present.listeners.add(listener);
        }
    }

    /** Takes that back. Idempotent. */
    synchronized void remove(Signal signal, Runnable listener) {
        Taken present = taken.get(signal);
        if (present != null && present.listeners.remove(listener) && present.listeners.isEmpty()) {
            taken.remove(signal);
            if (present.restore != null) {
                present.restore.run();
            }
        }
    }
}

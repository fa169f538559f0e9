// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.aioactors.aio.linux.Termios;

/**
 * How a terminal behaved before each of those that have it open, in the order in which they have opened it. Whoever closes on top
 * of others gives it back to the one below; whoever closes below leaves what it has found to the one above. So the last one
 * leaves the terminal as the first has found it. Of all actor systems of the JVM. Any thread; a driver that takes its time keeps
 * those of the same terminal waiting, and no others.
 */
final class TerminalLayers {
    /** Only those that are open. */
    private static final Map<Integer, TerminalLayers> BY_DEVICE = new ConcurrentHashMap<>();

    /** One that has the terminal open. */
    final class Layer {
        /** Guarded by the terminal. */
        private Termios before;

        /** Whether that was found by another, which has closed. Guarded by the terminal. */
        private boolean inherited;

        private Layer(Termios before) {
            this.before = before;
        }

        /**
         * The terminal behaves otherwise, because of this one.
         *
         * @param change makes it so, and returns how it behaves then, which is the caller's
         */
        void change(Supplier<Termios> change) {
            synchronized (TerminalLayers.this) {
                Termios after = change.get();
                for (Layer above : layers.subList(layers.indexOf(this) + 1, layers.size())) {
                    above.setBefore(after.copy());
                }
            }
        }

        private void setBefore(Termios other) {
            before.close();
            before = other;
        }

        /** The JVM ends: {@code write} gets what the first has found, as will whoever closes after that. */
        void restoreFirst(Consumer<Termios> write) {
            synchronized (TerminalLayers.this) {
                ending = true;
                write.accept(layers.get(0).before);
            }
        }

        /** It closes; {@code write} gets what is to be restored, if anything is. Once. */
        void close(Consumer<Termios> write) {
            remove(this, true, write);
        }

        /** The same for one that has changed nothing. */
        void abandon(Consumer<Termios> write) {
            remove(this, false, write);
        }
    }

    private final int device;

    /** How many have one of these, or are about to. Guarded by the map's entry. */
    private int users;

    /** The first is the one that has opened the terminal first. Guarded by this. */
    private final List<Layer> layers = new ArrayList<>();

    /** Guarded by this. */
    private boolean ending;

    private TerminalLayers(int device) {
        this.device = device;
    }

    /**
     * One more has the terminal open.
     *
     * @param device its number; negative if it has none, and then it is taken for another than all the others
     * @param read fills in how it behaves now; what that throws comes out of here, and then there is no layer
     */
    static Layer open(int device, Consumer<Termios> read) {
        TerminalLayers terminal = device < 0
                ? new TerminalLayers(device)
                : BY_DEVICE.compute(device, (key, present) -> {
                    TerminalLayers used = present == null ? new TerminalLayers(device) : present;
                    used.users++;
                    return used;
                });
        boolean added = false;
        try {
            Layer layer = terminal.add(read);
            added = true;
            return layer;
        } finally {
            if (!added) {
                terminal.leave();
            }
        }
    }

    private synchronized Layer add(Consumer<Termios> read) {
        Termios before = Termios.allocate();
        boolean filled = false;
        try {
            read.accept(before);
            filled = true;
        } finally {
            if (!filled) {
                before.close();
            }
        }
        Layer layer = new Layer(before);
        layers.add(layer);
        return layer;
    }

    private void remove(Layer layer, boolean changed, Consumer<Termios> write) {
        try {
            removeFromList(layer, changed, write);
        } finally {
            leave();
        }
    }

    private synchronized void removeFromList(Layer layer, boolean changed, Consumer<Termios> write) {
        int index = layers.indexOf(layer);
        if (index < layers.size() - 1) {
            layers.remove(index);
            Layer above = layers.get(index);
            above.setBefore(layer.before);
            above.inherited |= changed || layer.inherited;
            return;
        }
        Termios before = layer.before;
        try (before) {
            if (ending) {
                write.accept(layers.get(0).before);
            } else if (changed || layer.inherited) {
                write.accept(before);
            }
        } finally {
            layers.remove(index);
        }
    }

    private void leave() {
        BY_DEVICE.computeIfPresent(device, (key, present) -> present == this && --present.users == 0 ? null : present);
    }

    /** How many terminals are open whose numbers are known. */
    static int terminals() {
        return BY_DEVICE.size();
    }
}

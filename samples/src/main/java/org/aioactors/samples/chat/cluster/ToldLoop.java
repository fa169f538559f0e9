// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.typed.ActorRef;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * What one loop is told of a channel, in order: at once, and again as long as the loop has not said that it heard it. A loop that
 * has missed something takes nothing behind it, so it is told again from there, at most a window ahead of what it has heard.
 */
final class ToldLoop {
    /** Of what a loop is told again, it has heard all but so many: it says so each 64 events. */
    static final int WINDOW = 64;

    /** For how many ticks a loop may make no progress; doubled each time, up to the longest. */
    private static final int PATIENCE_TICKS = 4;

    private static final int LONGEST_PATIENCE_TICKS = 16;

    /** So often a loop says the same while there is more for it, and something is taken for lost. */
    private static final int REPEATS = 2;

    /** What is told, and up to which number a loop has to have heard for it to have arrived. */
    record Item(long number, FromChannel message) {}

    final long node;

    /** How many members it has; without any, it is told no more, and kept until it has heard why. */
    int members;

    /** Whether it is the one of its server's loops that hands what was said to the history. */
    boolean keeps;

    private final ActorRef<Object> loop;
    private final Outbox outbox;
    private final ArrayDeque<Item> unheard = new ArrayDeque<>();

    /** How many of these, from the first on, were told and may arrive. */
    private int told;

    /** Whether it is told again, and so what is new has to wait. */
    private boolean isBehind;

    private int repeats;
    private int silentTicks;
    private int patienceTicks = PATIENCE_TICKS;
    private long lastTold;

    /** Up to this number it is told again already: what is lost of that once more is a matter of time. */
    private long lastToldAgain;

    /**
     * For a loop.
     *
     * @param lastTold the number of the last event that it has had
     */
    ToldLoop(ActorRef<Object> loop, long node, Outbox outbox, long lastTold) {
        this.loop = loop;
        this.node = node;
        this.outbox = outbox;
        this.lastTold = lastTold;
    }

    /** The number of the last event that it was told. */
    long lastTold() {
        return lastTold;
    }

    /** How many events it has not heard. */
    int unheard() {
        return unheard.size();
    }

    /** Whether it has no members, and has heard so. */
    boolean isDone() {
        return members == 0 && unheard.isEmpty();
    }

    /** Up to which number it has heard all, if {@code last} is that of the channel's last event. */
    long heard(long last) {
        Item first = unheard.peekFirst();
        return first == null ? last : first.number() - 1;
    }

    void tell(Item item) {
        unheard.addLast(item);
        lastTold = item.number();
        if (!isBehind) {
            told++;
            outbox.tell(loop, item.message());
        }
    }

    /** In place of all that it has not heard. */
    void tellInstead(Item item) {
        unheard.clear();
        told = 0;
        isBehind = false;
        tell(item);
    }

    /** It has heard all up to a number. */
    void onHeard(long number) {
        boolean progress = false;
        while (!unheard.isEmpty() && unheard.getFirst().number() <= number) {
            removeFirst();
            progress = true;
        }
        if (progress) {
            onProgress();
        } else {
            onRepeat();
        }
    }

    /** It follows again, behind {@link FromChannel.Begins}. */
    void onVouched() {
        if (told > 0 && unheard.getFirst().message() instanceof FromChannel.Begins) {
            removeFirst();
            onProgress();
        }
    }

    /**
     * It says that it has no copy of the channel: it has left, and needs nothing but what it is told if it has come again. That may
     * have been on its way when it said so.
     */
    void onOut() {
        if (unheard.stream().anyMatch(item -> item.message() instanceof FromChannel.Whole)) {
            while (!(unheard.getFirst().message() instanceof FromChannel.Whole)) {
                removeFirst();
            }
            onRepeat();
        } else if (members == 0) {
            unheard.clear();
            told = 0;
        }
    }

    void onTick() {
        if (unheard.isEmpty()) {
            return;
        }
        silentTicks++;
        if (silentTicks >= patienceTicks) {
            silentTicks = 0;
            patienceTicks = Math.min(2 * patienceTicks, LONGEST_PATIENCE_TICKS);
            tellAgain();
        }
    }

    private void removeFirst() {
        unheard.removeFirst();
        told = Math.max(0, told - 1);
    }

    private void onProgress() {
        repeats = 0;
        silentTicks = 0;
        patienceTicks = PATIENCE_TICKS;
        if (isBehind) {
            tellWindow();
        }
    }

    private void onRepeat() {
        if (!unheard.isEmpty() && unheard.getFirst().number() > lastToldAgain && ++repeats >= REPEATS) {
            tellAgain();
        }
    }

    private void tellAgain() {
        repeats = 0;
        told = 0;
        isBehind = true;
        lastToldAgain = lastTold;
        tellWindow();
    }

    private void tellWindow() {
        Iterator<Item> items = unheard.iterator();
        for (int i = 0; items.hasNext() && i < WINDOW; i++) {
            Item item = items.next();
            if (i == told) {
                told++;
                outbox.tell(loop, item.message());
            }
        }
        isBehind = told < unheard.size();
    }
}

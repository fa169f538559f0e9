// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.ActorRef;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.aioactors.aio.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one loop are told from elsewhere, in the order in which it came. Any thread puts something in;
 * the loop takes it out, some in each turn, so that its fds are looked at in between.
 */
final class LoopInbox {
    /** Who hears of what was put in. The loop's own thread. */
    interface Addressee {
        void deliver(ActorRef teller, Object message);
    }

    private static final class Letter {
        final Addressee to;
        final ActorRef teller;
        final Object message;

        /** The one that came before; once taken, the one that came after. */
        @Nullable Letter next;

        Letter(Addressee to, ActorRef teller, Object message) {
            this.to = to;
            this.teller = teller;
            this.message = message;
        }
    }

    /** How many letters are delivered in one go: as many messages as a turn of the loop handles otherwise. */
    static final int LETTERS_A_TURN = 256;

    private static final VarHandle NEWEST = Fields.handle(MethodHandles.lookup(), "newest", Letter.class);

    /** Has {@link #deliver} called soon. Any thread. */
    private final Runnable wake;

    /** Those not taken yet, newest first. Pushed by any thread, taken all together by the loop. */
    @SuppressWarnings("unused") // through NEWEST
    private volatile @Nullable Letter newest;

    /** Those taken and not delivered yet, oldest first. The loop. */
    private @Nullable Letter oldest;

    LoopInbox(Runnable wake) {
        this.wake = wake;
    }

    /** Puts a message in. Any thread; does not block. */
    void post(Addressee to, ActorRef teller, Object message) {
        Letter letter = new Letter(to, teller, message);
        Letter before;
        do {
            before = newest;
            letter.next = before;
        } while (!NEWEST.compareAndSet(this, before, letter));
        if (before == null) {
            wake.run(); // whoever has put the others in has done so already
        }
    }

    /** Delivers what is in, up to a bound. The loop. */
    void deliver() {
        boolean all = false;
        try {
            all = deliverSome();
        } finally {
            if (!all) {
                wake.run();
            }
        }
    }

    /** Returns whether nothing is left; then the next one put in wakes again. */
    private boolean deliverSome() {
        for (int i = 0; i < LETTERS_A_TURN; i++) {
            Letter letter = take();
            if (letter == null) {
                return true;
            }
            letter.to.deliver(letter.teller, letter.message);
        }
        return false;
    }

    private @Nullable Letter take() {
        if (oldest == null) {
            oldest = reversed((Letter) NEWEST.getAndSet(this, null));
        }
        Letter letter = oldest;
        if (letter != null) {
            oldest = letter.next;
        }
        return letter;
    }

    private static @Nullable Letter reversed(@Nullable Letter newestFirst) {
        Letter reversed = null;
        Letter rest = newestFirst;
        while (rest != null) {
            Letter next = rest.next;
            rest.next = reversed;
            reversed = rest;
            rest = next;
        }
        return reversed;
    }
}

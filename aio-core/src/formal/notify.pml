/* SPDX-License-Identifier: Apache-2.0
 *
 * The protocol of NotifyGate: a loop that may go to sleep, and threads that queue work for it. The names of the steps are those
 * of the class comment there. The property: when nothing can move any more, all queued work has been done.
 *
 * Every statement is atomic and in program order, which is what volatile gives in Java (JLS 17.4.4). The planted bugs, each
 * switched on by -DNAME, are the ways to get it wrong; BUG_STORE_BUFFER_* are what hardware does to weaker accesses.
 *
 * The run: aio-core/src/formal/check
 */
#define NOTIFIERS 3
#define ROUNDS 2

bool notified = true;   /* registering the notifier's own handler notifies (S1) */
byte notifyMe;
byte eventfd;           /* 0 or 1: level-triggered, the count does not matter */
byte queued[NOTIFIERS]; /* work that waits */
byte done;              /* work done */
byte finished;          /* notifiers that have ended */

inline writeEventfd() {
    if
    :: notifyMe != 0 -> eventfd = 1
    :: else -> skip
    fi
}

proctype Notifier(byte id) {
    byte round;
    bool mustWrite;
    for (round : 1 .. ROUNDS) {
#ifdef BUG_QUEUE_LAST
        notified = true;
        writeEventfd();
        queued[id]++;
#else
        queued[id]++; /* a */
#ifndef REFERENCE
        if
        :: notified -> goto announced /* whoever set it sees to the eventfd */
        :: else -> skip
        fi;
#endif
#ifdef BUG_STORE_BUFFER_NOTIFIER
        mustWrite = (notifyMe != 0); /* c passes b */
        notified = true;
        if
        :: mustWrite -> eventfd = 1
        :: else -> skip
        fi;
#else
        notified = true; /* b */
#ifndef BUG_NEVER_WRITE
        writeEventfd(); /* c */
#endif
#endif
#endif
announced:
        skip
    }
    finished++
}

inline runQueue() {
    for (i : 0 .. NOTIFIERS - 1) {
        atomic {
            done = done + queued[i];
            queued[i] = 0
        }
    }
}

proctype Loop() {
    byte i;
    bool sleepless;
    do
    :: true ->
#ifdef BUG_STORE_BUFFER_LOOP
        sleepless = notified; /* 2 passes 1 */
        notifyMe = 2;
#else
        notifyMe = 2;         /* 1 */
        sleepless = notified; /* 2 */
#endif
#ifdef BUG_DONT_LOOK_AGAIN
        sleepless = false;
#endif
end_sleep:
        if
        :: sleepless -> skip
        :: !sleepless && eventfd -> skip /* 3 */
        fi;
        notifyMe = 0; /* 4 */
#ifdef BUG_ACCEPT_LAST
        runQueue();
        notified = false;
#else
        notified = false; /* 5 */
        runQueue();       /* 6 */
#endif
        eventfd = 0 /* the notifier's handler, in the dispatch stage */
    od
}

init {
    byte n;
    atomic {
        run Loop();
        for (n : 0 .. NOTIFIERS - 1) {
            run Notifier(n)
        }
    };
    timeout -> assert(finished == NOTIFIERS && done == NOTIFIERS * ROUNDS)
}

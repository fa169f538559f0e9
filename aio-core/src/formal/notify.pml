/* SPDX-License-Identifier: Apache-2.0
 *
 * The protocol of NotifyGate: a loop that may go to sleep, by itself or as the guest of a foreign loop, and threads that
 * notify it, mostly of work that they have queued. The names of the steps are those of the class comment there. Two
 * properties:
 *
 *  - When nothing can move any more, all queued work has been done, and the loop that sleeps, its own or the foreign one,
 *    knows the last deadline and the last set of fds: no wake-up is lost.
 *  - A notification belongs to one notifier, who alone may end a sleep for it (the reference writes for each).
 *
 * Every statement is atomic and in program order, which is what volatile gives in Java (JLS 17.4.4). The planted bugs, each
 * switched on by -DNAME, are the ways to get it wrong; BUG_STORE_BUFFER_* are what hardware does to weaker accesses.
 *
 * The run: aio-core/src/formal/check
 */
#ifdef ALONE           /* without a foreign loop: one notifier more is still a search of two minutes */
#define NOTIFIERS 3
#else
#define NOTIFIERS 2
#endif
#define ROUNDS 2
#define FOREIGN 1       /* the bit of notifyMe for a foreign loop's wait; the loop's own waits count from 2 on */
#define PARKED 4        /* the bit for a wait without fds, which a permit ends and not the eventfd */

bool notified = true;   /* registering the notifier's own handler notifies (S1) */
byte notifyMe;
byte eventfd;           /* 0 or 1: level-triggered, the count does not matter. With EDGE: written, and not reported yet */
bool permit;            /* of LockSupport.unpark */
byte queued[NOTIFIERS]; /* work that waits */
byte given;             /* work ever queued */
byte done;              /* work done */
byte changes;           /* earlier deadlines and fds to be watched: unlike work, no turn uses them up */
byte told;              /* of how many of them the loop that sleeps knows */
byte finished;          /* notifiers that have ended */

inline queueWork() {
    atomic {
        queued[id]++;
        given++
    }
}

/* Sets already if the notification is another's. The first read spares the swap while one is pending. */
inline announce() {
#ifdef REFERENCE
    notified = true
#else
    already = notified;
    if
    :: already -> skip
    :: else ->
        atomic {
#ifndef BUG_NO_SWAP
            already = notified;
#endif
            assert(already || !notified);
            notified = true
        }
    fi
#endif
}

inline endSleep() {
    if
    :: already || waiting == 0 -> skip
#ifndef BUG_ALWAYS_EVENTFD
    :: !already && (waiting & PARKED) != 0 -> permit = 1
    :: !already && waiting != 0 && (waiting & PARKED) == 0 -> eventfd = 1
#else
    :: else -> eventfd = 1
#endif
    fi
}

proctype Notifier(byte id) {
    byte round;
    bool already;
    byte waiting;
    for (round : 1 .. ROUNDS) {
#ifndef BUG_QUEUE_LAST
        if
        :: queueWork()          /* a */
#ifndef ALONE
        :: id == 0 -> changes++ /* a: there is nothing that the loop could find queued */
#endif
        fi;
#endif
#ifdef BUG_STORE_BUFFER_NOTIFIER
        waiting = notifyMe; /* c passes b */
        announce();
        endSleep();
#else
        announce(); /* b */
#ifndef BUG_NEVER_WRITE
        waiting = notifyMe; /* c */
        endSleep();
#endif
#endif
#ifdef BUG_QUEUE_LAST
        queueWork();
#endif
        already = false;
        waiting = 0
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

/* NotifyGate.accept; only if it was set, which comes to the same */
inline accept() {
    d_step {
#if !defined(REFERENCE) && !defined(BUG_NOT_OWED)
        owed = (owed || (notified && foreign != 0));
#endif
        notified = false
    }
}

/* What a turn does once it is awake. */
inline acceptAndWork() {
#ifdef BUG_ACCEPT_LAST
    runQueue();
    accept();
#else
    accept();   /* 5 */
    runQueue(); /* 6 */
#endif
#ifndef EDGE
    if
    :: parked == 0 -> eventfd = 0 /* the notifier's handler, in the dispatch stage */
    :: else -> skip               /* a turn that was parked need not look at it */
    fi;
#endif
    parked = 0
}

/*
 * A wait or a look that finds the eventfd. If it is edge-triggered, nobody reads it: what the kernel has reported is not
 * reported again.
 */
inline takeReport() {
#ifdef EDGE
    eventfd = 0
#else
    skip
#endif
}

inline suspendForeign() {
    if
    :: owed -> eventfd = 0
    :: else -> skip
    fi
}

inline renew() {
    if
    :: foreign != 0 && (owed || notified) ->
        eventfd = 1
#ifdef BUG_OWED_ONCE
        ; owed = false
#endif
    :: else -> skip
    fi
}

/* AioContext.poll; inside a foreign loop's wait as well, where the foreign loop waits after it */
inline ownTurn() {
#ifndef ALONE
#ifndef BUG_SUSPEND_LATE
    suspendForeign();
#endif
    ownTold = changes;             /* its timeout and fds */
    if
    :: prepared -> /* prepare has accepted the notification of what is queued still; otherwise there is none without one */
        d_step {
            for (i : 0 .. NOTIFIERS - 1) {
                worksAtOnce = (worksAtOnce || queued[i] > 0)
            };
            i = 0
        }
    :: else -> skip
    fi;
#endif
    if
    :: parked = 0
#ifndef REFERENCE
    :: foreign == 0 -> parked = PARKED
#endif
    fi;
#ifdef BUG_STORE_BUFFER_LOOP
    sleepless = notified;          /* 2 passes 1 */
    notifyMe = 2 | foreign | parked;
#else
    notifyMe = 2 | foreign | parked; /* 1 */
    sleepless = notified;          /* 2 */
#endif
#ifdef BUG_DONT_LOOK_AGAIN
    sleepless = false;
#endif
#ifdef BUG_SUSPEND_LATE
    suspendForeign();
#endif
#ifndef ALONE
    if
    :: true -> skip
    :: foreign != 0 -> sleepless = true /* it does not block */
    fi;
    d_step {
        sleepless = (sleepless || worksAtOnce);
        worksAtOnce = false;
        told = ownTold;
        ownTold = 0
    };
#endif
end_own_sleep:
    if
    :: sleepless -> skip
    :: !sleepless && parked == 0 && eventfd -> takeReport() /* 3 */
#ifdef EDGE
    :: sleepless && parked == 0 -> takeReport() /* a look finds it as well, or not */
#endif
    :: !sleepless && parked != 0 && permit -> permit = 0
    fi;
    d_step {
        sleepless = false;
        told = 0;
        notifyMe = foreign         /* 4 */
    };
    acceptAndWork()
#ifndef ALONE
    ;
    renew()
#endif
}

/* Whether prepare finds work: it looks, unlike a turn of poll, which relies on the notification alone. */
inline lookAtQueue() {
    for (i : 0 .. NOTIFIERS - 1) {
        hostSleepless = (hostSleepless || queued[i] > 0)
    };
    hostTold = changes
}

inline enterForeignWait() {
    foreign = FOREIGN;
    owed = false;
    notifyMe = foreign
}

/* ForeignLoop.prepare */
inline prepare() {
    hostSleepless = false;
#ifndef REFERENCE
    accept(); /* so that what was queued before, and is seen now, does not keep it from sleeping */
#endif
#ifdef BUG_FOREIGN_ENTERS_LATE
    lookAtQueue();
    enterForeignWait();
#else
    enterForeignWait();
    lookAtQueue();
#endif
#if !defined(REFERENCE) && !defined(BUG_FOREIGN_DONT_LOOK_AGAIN)
    hostSleepless = (hostSleepless || notified);
#endif
    prepared = true
}

/* The other loop's wait, check and dispatch */
inline hostWaits() {
    told = hostTold;
end_foreign_sleep:
    if
    :: hostSleepless -> skip
    :: !hostSleepless && eventfd -> skip
    fi;
#ifdef EDGE
    if
    :: true -> takeReport() /* by collectForeign */
    :: hostSleepless -> skip /* nothing was collected */
    fi;
#endif
    if
#ifdef REFERENCE
    :: hostSleepless -> skip /* it may dispatch without check, which leaves the bit set */
#endif
    :: true ->
        foreign = 0;
        owed = false;
        notifyMe = foreign
    fi;
    d_step {
        prepared = false;
        hostSleepless = false;
        hostTold = 0;
        told = 0
    };
    acceptAndWork()
}

proctype Loop() {
    byte i;
    byte foreign;
    byte parked;
    byte ownTold;
    byte hostTold;
    bool owed;
    bool sleepless;
    bool hostSleepless;
    bool prepared;
    bool worksAtOnce;
    do
#ifdef REFERENCE
    :: !prepared -> ownTurn() /* there, such a turn inside swallows what the foreign loop should hear of */
#else
    :: ownTurn()
#endif
#ifndef ALONE
    :: prepare()
    :: prepared -> hostWaits()
#endif
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
    timeout -> assert(finished == NOTIFIERS && done == given && told == changes)
}

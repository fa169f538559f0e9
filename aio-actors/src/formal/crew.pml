/* SPDX-License-Identifier: Apache-2.0
 *
 * The protocol of Crew: a loop that has something to spare, and loops that search, rest and are woken. One owner queues
 * tasks, and then runs something that does not end; the other loops take what it has to spare, or rest. Steps are those
 * of Crew, LoopDuty and Worker, in one total order, but for what the owner adds to its ring: that waits in a store buffer
 * until it drains by itself or by a fence, or until thieves have taken something twice: a store is not under way for so long.
 *
 * When nothing moves any more, no loop may rest while the owner has something to spare. Pauses (StealWorth) are left out:
 * they are there to break this.
 *
 * Planted bugs, by -DBUG_...: NO_FENCE the owner does not fence before it looks who rests; FENCE_AT_TWO only for the second
 * task, as if nobody took any meanwhile (that one was not planted: the model has found it); DONT_LOOK_AGAIN who rests does
 * not look once more; LOOK_FIRST it looks before it says that it rests; FOUND_WAKES_NOBODY the last searcher that finds
 * something does not wake the next; STAYS_COUNTED a producer that finds nobody to wake goes on counting as a searcher;
 * GIVES_UP it does not look whether somebody rests since (found by the model, too).
 */
#ifndef THIEVES
#define THIEVES 2
#endif
#ifndef MOST
#define MOST 4
#endif

#define IDLE 0
#define TAKEN 1
#define SEARCH 2

byte ring;          /* tasks of the owner that others see */
byte unseen;        /* those in its store buffer */
byte idle;          /* Crew.idle */
byte searching;     /* Crew.searching */
byte duty[THIEVES]; /* LoopDuty of each thief */
bool resting[THIEVES];
byte stolen;        /* how often something was taken since the owner added the newest */
bool ended;

#define DRAIN ring = ring + unseen; unseen = 0

/* Crew.spare: the caller has something for others. */
inline spare() {
  do
  :: idle == 0 -> break
  :: idle > 0 ->
    if
    :: searching > 0 -> break
    :: atomic { searching == 0 -> searching = 1 }
    fi;
    w = 0;
    do
    :: w == THIEVES -> break
    :: w < THIEVES ->
      if
      :: atomic { duty[w] == IDLE -> duty[w] = SEARCH }; break
      :: duty[w] != IDLE -> w++
      fi
    od;
    if
    :: w < THIEVES -> idle--; break
    :: w == THIEVES
    fi;
#ifdef BUG_STAYS_COUNTED
    break;
#endif
    searching--;
#ifdef BUG_GIVES_UP
    break;
#endif
    w = 0;
    do
    :: w < THIEVES && duty[w] != IDLE -> w++
    :: w == THIEVES || duty[w] == IDLE -> break
    od;
    if
    :: w == THIEVES -> break
    :: w < THIEVES
    fi
  od
}

/* Crew.searchAsWoken: takes half of what there is to spare, at least one. */
inline steal() {
  found = false;
  d_step {
    if
    :: stolen > 0 -> DRAIN
    :: else
    fi;
    if
    :: ring > 1 -> stolen++; ring = ring / 2; found = true
    :: else
    fi
  };
  atomic { searching--; last = (searching == 0) };
#ifndef BUG_FOUND_WAKES_NOBODY
  if
  :: found && last -> spare()
  :: else
  fi
#endif
}

active proctype storeBuffer() {
end:
  do
  :: atomic { unseen > 0 -> DRAIN }
  od
}

active proctype owner() {
  byte w, size, pushed = 0;
  do
  :: pushed < MOST ->
    pushed++; /* Akka marks the mailbox before, which drains the buffer */
    atomic { DRAIN; unseen++; stolen = 0; size = ring + unseen };
    if
    :: size > 1 ->
#if defined(BUG_FENCE_AT_TWO)
      if
      :: size == 2 -> atomic { DRAIN }
      :: else
      fi;
#elif !defined(BUG_NO_FENCE)
      if
      :: size <= 4 -> atomic { DRAIN }
      :: else
      fi;
#endif
      spare()
    :: else
    fi
  :: break
  od;
  ended = true
}

proctype thief(byte me) {
  byte w;
  bool found, last;
busy: /* LoopWorker.releaseDuty, with nothing to run */
  if
  :: searching == 0 -> searching++; steal()
  :: searching > 0 -> found = false
  fi;
  if
  :: found -> goto works
  :: else
  fi;
#ifdef BUG_LOOK_FIRST
  found = ring > 1;
#endif
  idle++;
  duty[me] = IDLE;
#ifndef BUG_LOOK_FIRST
#ifdef BUG_DONT_LOOK_AGAIN
  found = false;
#else
  found = ring > 1;
#endif
#endif
  if
  :: found ->
    if
    :: atomic { duty[me] == IDLE -> duty[me] = TAKEN }; idle--; goto busy
    :: duty[me] != IDLE
    fi
  :: else
  fi;
  resting[me] = true;
end:
  duty[me] == SEARCH;
  resting[me] = false;
  duty[me] = TAKEN;
  steal();
  if
  :: !found -> goto busy
  :: found
  fi;
works: /* runs what it took, and that ends or not */
  if
  :: goto busy
  :: skip
  fi
}

init {
  byte i = 0;
  atomic {
    do
    :: i < THIEVES -> duty[i] = TAKEN; run thief(i); i++
    :: else -> break
    od
  };
  /* Nothing moves: */
  timeout;
  assert(ended && unseen == 0);
  i = 0;
  do
  :: i < THIEVES -> assert(ring <= 1 || !resting[i]); i++
  :: else -> break
  od
}

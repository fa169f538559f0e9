// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.samples.chat.network.UserTable.Known;
import org.jspecify.annotations.Nullable;

/** What a directory knows of its link to another one: what was told, what has come, what is missing. No clock, no thread. */
final class PeerLink {
    private static final long NOTHING = -1;

    private final long node;

    /** Null until it is reached. */
    private @Nullable ActorRef<Directory.Command> directory;

    /** Whether it was told the list of our users, so that it can be told what is new. */
    private boolean greeted;

    /** Whether it has asked for that before we could tell. */
    private boolean owed;

    /** Whether it has let us wait in vain, and nothing has come since. */
    private boolean silent;

    /** The number of the last news that we have with all before it. */
    private long have = NOTHING;

    /** The highest number that we have heard of. */
    private long latest = NOTHING;

    /** The list that comes in parts. */
    private final List<Known> parts = new ArrayList<>();

    private long partsNumber;
    private int nextPart;

    /** When we asked, and something of the answer came; milliseconds of whatever clock. */
    private long askedMs;

    private boolean asked;

    PeerLink(long node) {
        this.node = node;
    }

    long node() {
        return node;
    }

    boolean isReached() {
        return directory != null;
    }

    void reach(ActorRef<Directory.Command> peer) {
        directory = peer;
    }

    /** Nothing happens as long as it is not reached. */
    void tell(PeerMessage message) {
        if (directory != null) {
            directory.tell(message);
        }
    }

    boolean isGreeted() {
        return greeted;
    }

    void greeted() {
        greeted = true;
        owed = false;
    }

    boolean isOwed() {
        return owed;
    }

    void owe() {
        owed = true;
    }

    boolean isSilent() {
        return silent;
    }

    void waitedInVain() {
        silent = true;
    }

    /** Something has come. */
    void heard() {
        silent = false;
    }

    // ---- what has come ----

    boolean hasList() {
        return have != NOTHING;
    }

    boolean isBehind() {
        return !hasList() || latest > have;
    }

    /** Takes a part of the list; returns all of it with the last part, else null. If a part is missing, none is kept. */
    @Nullable List<Known> take(PeerMessage.Hello hello, long nowMs) {
        heardOf(hello.number());
        if (hello.number() < have) {
            return null;
        }
        askedMs = nowMs;
        if (hello.part() == 0) {
            parts.clear();
            partsNumber = hello.number();
            nextPart = 0;
        }
        if (hello.part() != nextPart || hello.number() != partsNumber) {
            parts.clear();
            nextPart = -1;
            return null;
        }
        parts.addAll(hello.users());
        nextPart++;
        if (nextPart < hello.parts()) {
            return null;
        }
        List<Known> all = List.copyOf(parts);
        parts.clear();
        nextPart = -1;
        have = hello.number();
        asked = false;
        return all;
    }

    /** News of that number have come; returns whether they are the next, and count. */
    boolean next(long number) {
        heardOf(number);
        if (!hasList() || number != have + 1) {
            return false;
        }
        have = number;
        return true;
    }

    /** There are news of that number. */
    void heardOf(long number) {
        latest = Math.max(latest, number);
    }

    /** Whether it is time to ask: true if nothing of an answer has come for so long. It counts as asked then. */
    boolean ask(long nowMs, long pauseMs) {
        if (!isReached() || (asked && nowMs - askedMs < pauseMs)) {
            return false;
        }
        asked = true;
        askedMs = nowMs;
        return true;
    }
}

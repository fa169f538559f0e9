// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of a conversation. The history's actor only. */
final class Shelf {
    private static final int NOWHERE = -1;

    final String conversation;
    final SlotList slots = new SlotList();

    /** Those that are in memory, as they came. */
    final Deque<Slot> tail = new ArrayDeque<>();

    Shelf(String conversation) {
        this.conversation = conversation;
    }

    /** The messages that are wanted, oldest first; null if there is no message of a number that is named. */
    @Nullable List<Slot> select(Selection selection, int limit) {
        int end = slots.size();
        if (selection instanceof Selection.Latest latest) {
            Selection.Point after = latest.after();
            int from = after == null ? 0 : behind(after);
            return from == NOWHERE ? null : last(from, end, limit);
        }
        if (selection instanceof Selection.Before before) {
            int to = at(before.point());
            return to == NOWHERE ? null : last(0, to, limit);
        }
        if (selection instanceof Selection.After after) {
            int from = behind(after.point());
            return from == NOWHERE ? null : first(from, end, limit);
        }
        if (selection instanceof Selection.Around around) {
            int middle = at(around.point());
            return middle == NOWHERE ? null : around(middle, limit);
        }
        return between((Selection.Between) selection, limit);
    }

    private List<Slot> around(int middle, int limit) {
        int from = Math.max(0, middle - limit / 2);
        return first(from, slots.size(), limit);
    }

    private @Nullable List<Slot> between(Selection.Between between, int limit) {
        int from = at(between.from());
        int to = at(between.to());
        if (from == NOWHERE || to == NOWHERE) {
            return null;
        }
        return from <= to ? first(behind(between.from()), to, limit) : last(behind(between.to()), from, limit);
    }

    /** The index of a point: of its message, or of the first one from its moment on. */
    private int at(Selection.Point point) {
        return point instanceof Selection.Moment moment
                ? slots.firstAtLeast(moment.timeMs())
                : slots.indexOf(((Selection.Message) point).msgid());
    }

    /** The index behind a point: behind its message, or of the first one after its moment. */
    private int behind(Selection.Point point) {
        if (point instanceof Selection.Moment moment) {
            return moment.timeMs() == Long.MAX_VALUE ? slots.size() : slots.firstAtLeast(moment.timeMs() + 1);
        }
        int at = at(point);
        return at == NOWHERE ? NOWHERE : at + 1;
    }

    private List<Slot> first(int from, int to, int limit) {
        return slots.range(from, Math.min(to, from + limit));
    }

    private List<Slot> last(int from, int to, int limit) {
        return slots.range(Math.max(from, to - limit), to);
    }
}

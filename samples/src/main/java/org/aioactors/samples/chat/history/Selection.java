// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import org.jspecify.annotations.Nullable;

/** Which messages of a conversation are wanted; how many at most is said beside it. They are always told oldest first. */
public sealed interface Selection {
    /** A place in the conversation. */
    sealed interface Point {}

    /** A moment, in milliseconds since the epoch. */
    record Moment(long timeMs) implements Point {}

    /** A message, by its number. */
    record Message(String msgid) implements Point {}

    /** The youngest; those after a point, if there is one. */
    record Latest(@Nullable Point after) implements Selection {}

    /** The youngest of those before a point. */
    record Before(Point point) implements Selection {}

    /** The oldest of those after a point. */
    record After(Point point) implements Selection {}

    /** At most half of them before a point, the rest from it on. */
    record Around(Point point) implements Selection {}

    /** Those between two points, counted from {@code from}, which may be the later one. */
    record Between(Point from, Point to) implements Selection {}
}

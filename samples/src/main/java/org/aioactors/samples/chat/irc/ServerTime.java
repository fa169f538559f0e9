// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;

/** Points in time as lines have them (server-time, chathistory): {@code 2011-10-19T16:40:51.620Z}. */
public final class ServerTime {
    private static final int DAY_MS = 86_400_000;

    private ServerTime() {}

    /** The text for milliseconds since the epoch, always with all three digits of the milliseconds. */
    public static String format(long epochMs) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(epochMs, DAY_MS));
        int ms = (int) Math.floorMod(epochMs, (long) DAY_MS);
        StringBuilder text = new StringBuilder(24).append(day).append('T');
        twoDigits(text, ms / 3_600_000).append(':');
        twoDigits(text, ms / 60_000 % 60).append(':');
        twoDigits(text, ms / 1000 % 60).append('.');
        return twoDigits(text, ms % 1000 / 10).append(ms % 10).append('Z').toString();
    }

    /** Milliseconds since the epoch, or empty if the text is not a point in time. */
    public static OptionalLong parse(String text) {
        try {
            return OptionalLong.of(Instant.parse(text).toEpochMilli());
        } catch (DateTimeParseException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}

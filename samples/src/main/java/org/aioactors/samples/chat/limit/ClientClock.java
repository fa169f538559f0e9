// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

import java.time.Duration;

/**
 * How long a client has been silent, or in registering. It has no timer of its own: one timer of the loop asks the clock of
 * each client what is {@link #due}, now and then, which costs less than a timer for each by orders of magnitude; a timeout is late
 * by at most the time between two looks. Times are those of {@link System#nanoTime}. For one thread at a time.
 */
public final class ClientClock {
    /** What is to be done. */
    public enum Due {
        /** Nothing. */
        NOTHING,
        /** It has been silent for long: send it a {@code PING}. */
        PING,
        /** It has not answered that: end it. */
        PING_TIMEOUT,
        /** It takes too long to register: end it. */
        REGISTRATION_TIMEOUT
    }

    /**
     * How long is too long.
     *
     * @param registration for a connection to become a user
     * @param silence after which a user is sent a {@code PING}
     * @param answer for anything to come after that
     */
    public record Rules(Duration registration, Duration silence, Duration answer) {
        /** How often to look: what is late by so much is not late. */
        public Duration lookEvery() {
            Duration shortest = registration.compareTo(answer) < 0 ? registration : answer;
            Duration part = shortest.dividedBy(4);
            return part.compareTo(LONGEST_LOOK) < 0 ? part : LONGEST_LOOK;
        }
    }

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

    private enum State {
        REGISTERING,
        HEARD,
        PINGED
    }

    private State state = State.REGISTERING;

    /** Since when it is in this state. */
    private long sinceNs;

    /** Of a connection that has just been made. */
    public ClientClock(long nowNs) {
        sinceNs = nowNs;
    }

    /** It is a user from now on. */
    public void registered(long nowNs) {
        state = State.HEARD;
        sinceNs = nowNs;
    }

    /** Something has come from it, whatever it is. */
    public void heard(long nowNs) {
        if (state != State.REGISTERING) {
            state = State.HEARD;
            sinceNs = nowNs;
        }
    }

    /** What is to be done now. {@link Due#PING} is told once, and it counts as sent. */
    public Due due(Rules rules, long nowNs) {
        long elapsedNs = nowNs - sinceNs;
        if (elapsedNs < limitNs(rules)) {
            return Due.NOTHING;
        }
        return switch (state) {
            case REGISTERING -> Due.REGISTRATION_TIMEOUT;
            case PINGED -> Due.PING_TIMEOUT;
            case HEARD -> {
                state = State.PINGED;
                sinceNs = nowNs;
                yield Due.PING;
            }
        };
    }

    private long limitNs(Rules rules) {
        Duration limit =
                switch (state) {
                    case REGISTERING -> rules.registration();
                    case PINGED -> rules.answer();
                    case HEARD -> rules.silence();
                };
        return limit.toNanos();
    }
}

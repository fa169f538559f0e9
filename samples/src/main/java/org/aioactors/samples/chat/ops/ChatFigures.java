// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

/**
 * What a chat has and has done so far.
 *
 * @param users registered here
 * @param registering connections that are not users yet
 * @param operators among the users
 * @param channels with members here
 * @param memberships of users here in channels
 * @param lines received from clients
 * @param messages among these: what was said to a channel or a user
 * @param deliveries of these to clients here
 * @param refused connections for what they are or how many there are: K-lines, limits
 * @param dropped clients that were ended for what they do or don't: floods, slow reading, silence
 */
public record ChatFigures(
        int users,
        int registering,
        int operators,
        int channels,
        int memberships,
        long lines,
        long messages,
        long deliveries,
        long refused,
        long dropped) {
    /** None. */
    public static final ChatFigures NONE = new ChatFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Of two loops together; a channel with members on both counts twice. */
    public ChatFigures plus(ChatFigures other) {
        return new ChatFigures(
                users + other.users,
                registering + other.registering,
                operators + other.operators,
                channels + other.channels,
                memberships + other.memberships,
                lines + other.lines,
                messages + other.messages,
                deliveries + other.deliveries,
                refused + other.refused,
                dropped + other.dropped);
    }
}

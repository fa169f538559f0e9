// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

/**
 * How long and how many things may be; clients are told by {@link Isupport}. Lengths are in bytes.
 *
 * @param nick of a nickname
 * @param user of a username, its {@code ~} included
 * @param host of what is shown of where a user comes from
 * @param realName of a real name
 * @param channel of a channel's name
 * @param topic of a topic
 * @param reason of what is said with {@code KICK}
 * @param away of an away message
 * @param key of a channel's key
 * @param channels how many channels a user may be on
 * @param listEntries how many entries a channel's lists may have together
 * @param modes how many modes with a parameter one {@code MODE} may change
 * @param targets how many targets one message may have
 * @param monitor how many nicknames a client may watch
 * @param history how many messages a client may ask for at once
 */
public record Limits(
        int nick,
        int user,
        int host,
        int realName,
        int channel,
        int topic,
        int reason,
        int away,
        int key,
        int channels,
        int listEntries,
        int modes,
        int targets,
        int monitor,
        int history) {
    /** What lets every line that repeats such a thing be whole. */
    public static Limits standard() {
        return new Limits(30, 11, 63, 100, 50, 300, 250, 200, 30, 50, 100, 4, 4, 100, 200);
    }
}

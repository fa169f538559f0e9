// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.aioactors.samples.chat.irc.Mask;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;

/**
 * What {@code LIST} asks for, with all conditions of {@code ELIST=CMNTU}: masks, {@code !}masks that must not match, {@code
 * <} and {@code >} a number of users, {@code C} and {@code T} for the minutes since the channel or its topic was made. All
 * conditions have to hold, and of the names and masks one.
 */
public final class ChannelList {
    /**
     * A channel as it is listed.
     *
     * @param topic empty if there is none
     * @param topicSetMs when that was, in milliseconds since the epoch; 0 if there is none
     */
    public record Listed(String name, int users, String topic, long createdMs, long topicSetMs) {}

    /** Users, or the minutes since the channel or its topic was made. */
    private static final Pattern NUMBER = Pattern.compile("([CTct]?)([<>])(.*)");

    private final long nowMs;
    private final List<Mask> names = new ArrayList<>();
    private Predicate<Listed> conditions = channel -> true;

    private ChannelList(long nowMs) {
        this.nowMs = nowMs;
    }

    /** Reads the parameters of {@code LIST}; a condition that makes no sense lets nothing through. */
    public static ChannelList parse(List<String> params, long nowMs) {
        ChannelList list = new ChannelList(nowMs);
        params.stream()
                .flatMap(param -> Stream.of(param.split(",")))
                .filter(item -> !item.isEmpty())
                .forEach(list::add);
        return list;
    }

    private void add(String item) {
        Matcher number = NUMBER.matcher(item);
        if (number.matches()) {
            add(CaseMapping.upper(number.group(1)), number.group(2).equals("<"), number.group(3));
        } else if (item.startsWith("!")) {
            Mask not = Mask.glob(item.substring(1));
            conditions = conditions.and(channel -> !not.matches(channel.name()));
        } else {
            names.add(Mask.glob(item));
        }
    }

    private void add(String what, boolean less, String number) {
        if (!number.matches("[0-9]{1,9}")) {
            conditions = channel -> false;
            return;
        }
        long bound = Long.parseLong(number) * (what.isEmpty() ? 1 : 60_000);
        conditions = conditions.and(channel -> {
            long amount = what.isEmpty()
                    ? channel.users()
                    : nowMs - (what.equals("C") ? channel.createdMs() : channel.topicSetMs());
            boolean known = !what.equals("T") || channel.topicSetMs() > 0;
            return known && (less ? amount < bound : amount > bound);
        });
    }

    /** Whether a channel is asked for, be it secret or not. */
    public boolean wants(Listed channel) {
        return (names.isEmpty() || names.stream().anyMatch(mask -> mask.matches(channel.name())))
                && conditions.test(channel);
    }

    /** The whole answer, of those channels that the asker may know of. */
    public List<Reply> replies(Stream<Listed> channels) {
        List<Reply> replies = new ArrayList<>();
        replies.add(Reply.of(Numeric.RPL_LISTSTART, "Channel"));
        channels.filter(this::wants)
                .forEach(channel -> replies.add(Reply.with(
                        Numeric.RPL_LIST, channel.name(), Integer.toString(channel.users()), channel.topic())));
        replies.add(Reply.of(Numeric.RPL_LISTEND));
        return replies;
    }
}

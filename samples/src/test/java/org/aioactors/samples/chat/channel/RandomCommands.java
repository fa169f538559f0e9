// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.aioactors.samples.chat.irc.ModeChange;
import org.aioactors.samples.chat.irc.ModeParser;
import org.aioactors.samples.chat.network.User;
import org.jspecify.annotations.Nullable;

/** Whatever users may do on a channel, more often what has an effect. */
final class RandomCommands {
    private static final String LETTERS = ModeParser.LISTS + ModeParser.FLAGS + ModeParser.MEMBERS + "klx";
    private static final List<String> KEYS = List.of("door", "gate");
    private static final List<String> COMMANDS = List.of("PRIVMSG", "NOTICE", "TAGMSG");
    private static final List<String> TOPICS = List.of("", "tea", "more tea");

    private final Random random;
    private int said;

    RandomCommands(Random random) {
        this.random = random;
    }

    /**
     * A command of somebody.
     *
     * @param others who may be meant by it
     */
    ChannelCommand next(String channel, Asker by, List<User> others) {
        User other = others.get(random.nextInt(others.size()));
        int dice = random.nextInt(100);
        if (dice < 30) {
            return new ChannelCommand.Join(channel, by, random.nextInt(3) == 0 ? null : oneOf(KEYS), true);
        } else if (dice < 36) {
            return new ChannelCommand.Part(channel, by, random.nextBoolean() ? "bye" : null);
        } else if (dice < 60) {
            char atLeast = random.nextInt(4) == 0 ? ModeParser.PREFIXES.charAt(random.nextInt(3)) : '\0';
            return new ChannelCommand.Say(channel, by, oneOf(COMMANDS), "text " + ++said, atLeast, Map.of());
        } else if (dice < 65) {
            return new ChannelCommand.Topic(channel, by, random.nextInt(4) == 0 ? null : oneOf(TOPICS));
        } else if (dice < 90) {
            return new ChannelCommand.Mode(channel, by, changes(others));
        } else if (dice < 94) {
            return new ChannelCommand.Kick(channel, by, other, "why");
        } else if (dice < 98) {
            return new ChannelCommand.Invite(channel, by, other, by.loop());
        }
        return new ChannelCommand.Members(channel, by);
    }

    private List<ChannelCommand.Mode.Wish> changes(List<User> others) {
        List<ChannelCommand.Mode.Wish> changes = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            char mode = LETTERS.charAt(random.nextInt(LETTERS.length()));
            boolean add = random.nextInt(3) > 0;
            User other = others.get(random.nextInt(others.size()));
            boolean ofMember = Rank.ofMode(mode) != null;
            changes.add(new ChannelCommand.Mode.Wish(
                    new ModeChange(add, mode, parameter(mode, add, other)), ofMember ? other : null));
        }
        return changes;
    }

    private @Nullable String parameter(char mode, boolean add, User other) {
        if (!ModeParser.takesParameter(mode, add) || random.nextInt(8) == 0) {
            return null;
        }
        return switch (mode) {
            case 'k' -> oneOf(KEYS);
            case 'l' -> String.valueOf(random.nextInt(6));
            default -> other.nick();
        };
    }

    private <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}

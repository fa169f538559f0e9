// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.aioactors.samples.chat.channel.ChannelSnapshot.SetMode;
import org.aioactors.samples.chat.irc.Mask;
import org.aioactors.samples.chat.irc.ModeChange;
import org.jspecify.annotations.Nullable;

/** The modes of a channel itself. Belongs to its {@link ChannelView}, and is for the same thread. */
public final class ChannelModes {
    private final Set<ChannelFlag> flags = EnumSet.noneOf(ChannelFlag.class);
    private final Map<MaskList, Map<Mask, MaskList.Entry>> lists = new EnumMap<>(MaskList.class);
    private @Nullable String key;

    /** 0 if there is none. */
    private int limit;

    ChannelModes() {
        for (MaskList list : MaskList.values()) {
            lists.put(list, new LinkedHashMap<>());
        }
    }

    /** Whether a mode without a parameter is on. */
    public boolean has(ChannelFlag flag) {
        return flags.contains(flag);
    }

    /** What who joins has to say, or null. */
    public @Nullable String key() {
        return key;
    }

    /** With so many members nobody else comes in; 0 means that there is no such limit. */
    public int limit() {
        return limit;
    }

    /** A list, in the order in which it came to be. */
    public Collection<MaskList.Entry> list(MaskList list) {
        return Collections.unmodifiableCollection(entries(list).values());
    }

    /** Whether one of the masks of a list means {@code nick!user@host}. */
    public boolean matches(MaskList list, String source) {
        for (MaskList.Entry entry : entries(list).values()) {
            if (entry.mask().matches(source)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a ban means {@code nick!user@host}, and no exception does. */
    boolean bans(String source) {
        return matches(MaskList.BAN, source) && !matches(MaskList.EXCEPTION, source);
    }

    /**
     * The parameters of 324 behind the channel's name: the letters, then the key and the limit, which those who are not on
     * the channel are not told.
     */
    public List<String> parameters(boolean asMember) {
        List<String> parameters = new ArrayList<>();
        StringBuilder letters = new StringBuilder("+");
        flags.forEach(flag -> letters.append(flag.mode()));
        if (key != null) {
            letters.append('k');
            parameters.add(key);
        }
        if (limit != 0) {
            letters.append('l');
            parameters.add(String.valueOf(limit));
        }
        if (!asMember) {
            return List.of(letters.toString());
        }
        parameters.add(0, letters.toString());
        return parameters;
    }

    /** Whether a change that is possible would change something. */
    boolean wouldChange(ModeChange change) {
        ChannelFlag flag = ChannelFlag.ofMode(change.mode());
        if (flag != null) {
            return has(flag) != change.add();
        }
        MaskList list = MaskList.ofMode(change.mode());
        if (list != null) {
            return entries(list).containsKey(maskOf(change)) != change.add();
        }
        return switch (change.mode()) {
            case 'k' -> change.add() ? !parameterOf(change).equals(key) : key != null;
            case 'l' -> change.add() ? Integer.parseInt(parameterOf(change)) != limit : limit != 0;
            default -> throw new IllegalArgumentException(change + " is no mode of a channel");
        };
    }

    void apply(ModeChange change, String by, long timeMs) {
        ChannelFlag flag = ChannelFlag.ofMode(change.mode());
        if (flag != null) {
            set(flag, change.add());
            return;
        }
        MaskList list = MaskList.ofMode(change.mode());
        if (list != null) {
            Mask mask = maskOf(change);
            if (change.add()) {
                entries(list).put(mask, new MaskList.Entry(mask, by, timeMs));
            } else {
                entries(list).remove(mask);
            }
            return;
        }
        switch (change.mode()) {
            case 'k' -> key = change.add() ? parameterOf(change) : null;
            case 'l' -> limit = change.add() ? Integer.parseInt(parameterOf(change)) : 0;
            default -> throw new IllegalArgumentException(change + " is no mode of a channel");
        }
    }

    /** What has to be applied, in this order, for a channel without modes to have these. */
    List<SetMode> snapshot() {
        List<SetMode> set = new ArrayList<>();
        flags.forEach(flag -> set.add(new SetMode(new ModeChange(true, flag.mode(), null), "", 0)));
        if (key != null) {
            set.add(new SetMode(new ModeChange(true, 'k', key), "", 0));
        }
        if (limit != 0) {
            set.add(new SetMode(new ModeChange(true, 'l', String.valueOf(limit)), "", 0));
        }
        lists.forEach((list, entries) -> entries.values()
                .forEach(entry -> set.add(new SetMode(
                        new ModeChange(true, list.mode(), entry.mask().text()), entry.by(), entry.timeMs()))));
        return set;
    }

    void set(ChannelFlag flag, boolean on) {
        if (on) {
            flags.add(flag);
        } else {
            flags.remove(flag);
        }
    }

    /** A mask as the list has it, so that clients find it in theirs; the same mask if it is not there. */
    Mask spelled(MaskList list, Mask mask) {
        MaskList.Entry entry = entries(list).get(mask);
        return entry == null ? mask : entry.mask();
    }

    int size(MaskList list) {
        return entries(list).size();
    }

    ChannelModes copy() {
        ChannelModes copy = new ChannelModes();
        copy.flags.addAll(flags);
        lists.forEach((list, entries) -> copy.entries(list).putAll(entries));
        copy.key = key;
        copy.limit = limit;
        return copy;
    }

    private Map<Mask, MaskList.Entry> entries(MaskList list) {
        return Objects.requireNonNull(lists.get(list));
    }

    private static Mask maskOf(ModeChange change) {
        return Mask.parse(parameterOf(change));
    }

    private static String parameterOf(ModeChange change) {
        return Objects.requireNonNull(change.parameter(), "parameter");
    }

    @Override
    public String toString() {
        return parameters(true) + " " + lists;
    }
}

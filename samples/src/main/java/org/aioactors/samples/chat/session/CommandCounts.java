// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.aioactors.samples.chat.query.ServerInfo.Use;

/** How often each command was given, for {@code STATS m}. Any thread. */
public final class CommandCounts {
    private record Adders(LongAdder count, LongAdder chars) {}

    private final Map<String, Adders> byCommand = new HashMap<>();

    /** Of these commands; others are not counted. */
    public CommandCounts(Iterable<String> commands) {
        commands.forEach(command -> byCommand.put(command, new Adders(new LongAdder(), new LongAdder())));
    }

    void count(String command, int chars) {
        Adders adders = byCommand.get(command);
        if (adders != null) {
            adders.count().increment();
            adders.chars().add(chars);
        }
    }

    /** Those that were given. */
    public Map<String, Use> uses() {
        Map<String, Use> uses = new TreeMap<>();
        byCommand.forEach((command, adders) -> {
            if (adders.count().sum() > 0) {
                uses.put(command, new Use(adders.count().sum(), adders.chars().sum()));
            }
        });
        return uses;
    }
}

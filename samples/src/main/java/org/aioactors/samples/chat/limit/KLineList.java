// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.jspecify.annotations.Nullable;

/** All K-lines at a time. Immutable; any thread. */
public final class KLineList {
    /** None. */
    public static final KLineList EMPTY = new KLineList(List.of());

    private final List<KLine.Matcher> matchers;

    /** Of these. */
    KLineList(List<KLine> lines) {
        matchers = lines.stream().map(KLine::matcher).toList();
    }

    /** Those that count, in the order in which they were set. */
    public List<KLine> lines(long nowMs) {
        return matchers.stream()
                .map(KLine.Matcher::line)
                .filter(line -> line.isInForce(nowMs))
                .toList();
    }

    /**
     * The first that is about a user, or null.
     *
     * @param user without the {@code ~} that stands for not asked for
     * @param host what is known of the host's name; the address counts as well
     */
    public @Nullable KLine find(String user, String host, InetAddress address, long nowMs) {
        for (KLine.Matcher each : matchers) {
            if (each.line().isInForce(nowMs) && each.matches(user, host, address)) {
                return each.line();
            }
        }
        return null;
    }

    /** Those that another one has not. */
    public KLineList since(KLineList before) {
        Set<KLine> old = before.matchers.stream().map(KLine.Matcher::line).collect(Collectors.toSet());
        return new KLineList(matchers.stream()
                .map(KLine.Matcher::line)
                .filter(line -> !old.contains(line))
                .toList());
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return matchers.isEmpty();
    }

    /** With one more, in place of one with the same mask; without those that have ended. */
    KLineList with(KLine line, long nowMs) {
        List<KLine> longer = new ArrayList<>(without(line.mask(), nowMs).lines(nowMs));
        longer.add(line);
        return new KLineList(longer);
    }

    /** Without that one, and those that have ended. */
    KLineList without(String mask, long nowMs) {
        return new KLineList(lines(nowMs).stream()
                .filter(line -> !CaseMapping.same(line.mask(), mask))
                .toList());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.aioactors.samples.chat.channel.Asker;
import org.aioactors.samples.chat.channel.ChannelCommand;
import org.aioactors.samples.chat.channel.Channels;
import org.aioactors.samples.chat.irc.CaseMapping;

/**
 * The channels of a network, for one loop: each has its authority on some server. What sessions of the loop tell goes there, and is
 * told again until its outcome is here; what comes from there goes to the loop's copies, each event once and in order. For the loop
 * alone.
 */
public final class LoopChannels implements Channels {
    /** To the hub, from here. */
    public enum Alarm {
        /** From now on {@link #look} is to be called each {@link #LOOK_EVERY}, until it returns false. */
        ON
    }

    /** How often to look whether something is due. What is late by so much is not late. */
    public static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final LoopSite site;
    private final LoopLinks links;
    private final Consumer<Asker> lister;
    private final LongSupplier nanoTime;

    /** The channels with a copy here for which something will be due. */
    private final Set<ChannelLink> busy = new LinkedHashSet<>();

    private boolean alarmed;

    /**
     * Without any channel.
     *
     * @param lister asks for all channels of the network
     * @param nanoTime such as {@link System#nanoTime}
     */
    public LoopChannels(LoopSite site, LoopCopies copies, Consumer<Asker> lister, LongSupplier nanoTime) {
        this.site = site;
        this.links = new LoopLinks(site, copies);
        this.lister = lister;
        this.nanoTime = nanoTime;
    }

    @Override
    public void tell(ChannelCommand command) {
        String channel = CaseMapping.fold(command.channel());
        links.tell(channel, command, nanoTime.getAsLong());
        setAlarm(channel);
    }

    @Override
    public void list(Asker by) {
        lister.accept(by);
    }

    /** Something has come from an authority. For the hub. */
    public void take(FromChannel message) {
        links.take(message, nanoTime.getAsLong());
        setAlarm(message.channel());
    }

    /**
     * A server has gone. Authorities that were there are not anywhere until something comes for them, and their channels would be
     * missing in lists as long. For the hub.
     */
    public void serverLost() {
        links.tellAllHeard(nanoTime.getAsLong());
    }

    /** Does what is due; returns whether something will be. For the hub. */
    public boolean look() {
        long nowNs = nanoTime.getAsLong();
        busy.removeIf(link -> {
            link.look(nowNs);
            return !link.end().isBusy();
        });
        links.look(nowNs);
        alarmed = isBusy();
        return alarmed;
    }

    private boolean isBusy() {
        return !busy.isEmpty() || links.isAwaiting();
    }

    private void setAlarm(String channel) {
        ChannelLink link = links.get(channel);
        if (link != null && link.end().isBusy()) {
            busy.add(link);
        }
        if (!alarmed && isBusy()) {
            alarmed = true;
            site.hub().tell(Alarm.ON);
        }
    }
}

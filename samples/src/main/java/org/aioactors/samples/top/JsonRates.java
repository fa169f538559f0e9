// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.time.Instant;

/** The rates as JSON: counts in all under the names that they have in JMX, and those of a second behind {@code PerSecond}. */
final class JsonRates {
    private final Json json;

    private JsonRates(Json json) {
        this.json = json;
    }

    /**
     * The document of a sample.
     *
     * @param time when it was taken
     */
    static String of(String target, Instant time, Rates rates) {
        return Json.object(json -> new JsonRates(json).write(target, time, rates));
    }

    private void write(String target, Instant time, Rates rates) {
        json.member("target", target)
                .member("time", time.toString())
                .member("seconds", rates.seconds())
                .member("systems", rates.systems())
                .member("dispatchers", rates.dispatchers(), this::dispatcher)
                .member("tcp", rates.tcp(), this::tcp)
                .member("udp", rates.udp(), this::udp);
    }

    private void dispatcher(Rates.OfDispatcher dispatcher) {
        Sample.OfDispatcher now = dispatcher.now();
        json.member("system", now.key().system())
                .member("id", now.key().name())
                .member("stalls", now.stalls())
                .member("newStalls", dispatcher.newStalls())
                .member("announcedBlocks", now.announcedBlocks())
                .member("reliefThreads", now.reliefThreads())
                .member("lastStalls", now.lastStalls(), this::stall)
                .member("loops", dispatcher.loops(), this::loop);
    }

    private void stall(Sample.OfStall stall) {
        json.member("number", stall.number())
                .member("loop", stall.loop())
                .member("culprit", stall.culprit())
                .member("ageNs", stall.ageNs());
    }

    private void loop(Rates.OfLoop loop) {
        Sample.OfLoop now = loop.now();
        json.member("number", now.number())
                .member("actors", now.actors())
                .member("queueDepth", now.queueDepth())
                .member("stalled", now.stalled())
                .member("pollNs", now.pollNs());
        count("turns", now.turns(), loop.turns());
        count("messages", now.messages(), loop.messages());
        count("tasks", now.tasks(), loop.tasks());
        count("steals", now.steals(), loop.steals());
        count("waits", now.waits(), loop.waits());
        count("busyPollHits", now.busyPollHits(), loop.busyPollHits());
        count("busyPollMisses", now.busyPollMisses(), loop.busyPollMisses());
        count("wakeUps", now.wakeUps(), loop.wakeUps());
    }

    private void tcp(Rates.OfTcp group) {
        Sample.OfTcp now = group.now();
        json.member("system", now.key().system())
                .member("name", now.key().name())
                .member("connections", now.connections())
                .member("heldBytes", now.heldBytes())
                .member("refusedWrites", now.refusedWrites());
        count("total", now.total(), group.newConnections());
        count("receivedBytes", now.receivedBytes(), group.receivedBytes());
        count("sentBytes", now.sentBytes(), group.sentBytes());
    }

    private void udp(Rates.OfUdp group) {
        Sample.OfUdp now = group.now();
        json.member("system", now.key().system())
                .member("name", now.key().name())
                .member("sockets", now.sockets())
                .member("lost", now.lost());
        count("receivedDatagrams", now.receivedDatagrams(), group.receivedDatagrams());
        count("receivedBytes", now.receivedBytes(), group.receivedBytes());
        count("sentDatagrams", now.sentDatagrams(), group.sentDatagrams());
        count("sentBytes", now.sentBytes(), group.sentBytes());
    }

    private void count(String name, long all, double rate) {
        json.member(name, all).member(name + "PerSecond", rate);
    }
}

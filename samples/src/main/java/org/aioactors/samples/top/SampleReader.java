// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.ArrayList;
import java.util.List;

/** Makes a {@link Sample} of the texts that actor systems tell, {@code org.aioactors.jmx.SystemMXBean}. */
final class SampleReader {
    private final List<Sample.OfDispatcher> dispatchers = new ArrayList<>();
    private final List<Sample.OfTcp> tcp = new ArrayList<>();
    private final List<Sample.OfUdp> udp = new ArrayList<>();
    private int systems;

    /**
     * Adds an actor system.
     *
     * @throws IllegalArgumentException if it does not tell what it should
     */
    void add(String system, String figures) {
        systems++;
        List<Figures> lines = figures.lines().map(Figures::of).toList();
        for (int i = 0; i < lines.size(); i++) {
            Figures line = lines.get(i);
            switch (line.kind()) {
                case "dispatcher" -> dispatchers.add(dispatcher(system, line, lines.subList(i + 1, lines.size())));
                case "tcp" -> tcp.add(tcp(system, line));
                case "udp" -> udp.add(udp(system, line));
                default -> {} // belongs to a dispatcher, or is of a later version
            }
        }
    }

    /** All that was added. */
    Sample sample(long takenNs) {
        return new Sample(takenNs, systems, dispatchers, tcp, udp);
    }

    /** Behind its line are those of what it has. */
    private static Sample.OfDispatcher dispatcher(String system, Figures figures, List<Figures> behind) {
        List<Sample.OfStall> stalls = new ArrayList<>();
        List<Sample.OfLoop> loops = new ArrayList<>();
        for (Figures line : behind) {
            if (line.kind().equals("dispatcher")) {
                break;
            }
            if (line.kind().equals("stall")) {
                stalls.add(stall(line));
            } else if (line.kind().equals("loop")) {
                loops.add(loop(line));
            }
        }
        return new Sample.OfDispatcher(
                new Sample.Key(system, figures.text("id")),
                figures.count("stalls"),
                figures.count("announcedBlocks"),
                figures.number("reliefThreads"),
                stalls,
                loops);
    }

    private static Sample.OfStall stall(Figures figures) {
        return new Sample.OfStall(
                figures.count("number"), figures.text("loop"), figures.text("culprit"), figures.count("ageNs"));
    }

    private static Sample.OfLoop loop(Figures figures) {
        return new Sample.OfLoop(
                figures.number("number"),
                figures.number("actors"),
                figures.number("queueDepth"),
                Boolean.parseBoolean(figures.text("stalled")),
                figures.count("pollNs"),
                figures.count("turns"),
                figures.count("messages"),
                figures.count("tasks"),
                figures.count("steals"),
                figures.count("waits"),
                figures.count("busyPollHits"),
                figures.count("busyPollMisses"),
                figures.count("wakeUps"));
    }

    private static Sample.OfTcp tcp(String system, Figures figures) {
        return new Sample.OfTcp(
                new Sample.Key(system, figures.text("name")),
                figures.number("connections"),
                figures.count("heldBytes"),
                figures.count("total"),
                figures.count("receivedBytes"),
                figures.count("sentBytes"),
                figures.count("refusedWrites"));
    }

    private static Sample.OfUdp udp(String system, Figures figures) {
        return new Sample.OfUdp(
                new Sample.Key(system, figures.text("name")),
                figures.number("sockets"),
                figures.count("receivedDatagrams"),
                figures.count("receivedBytes"),
                figures.count("sentDatagrams"),
                figures.count("sentBytes"),
                figures.count("dropped") + figures.count("truncated") + figures.count("refused"));
    }
}

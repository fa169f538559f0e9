// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.PollParams;
import org.aioactors.config.AioSection;
import org.aioactors.config.SettingsReader;
import org.aioactors.os.Cpus;

/**
 * The configuration of one dispatcher, checked. {@code reference.conf} says what each means.
 *
 * @param id the path of the dispatcher's section
 * @param threads how many loops
 * @param cpus on which CPU each loop's thread runs, those that come after the last on the first again; empty: anywhere
 * @param stealing whether loops take each other's mobile work
 * @param stallReliefNs after how long a run that computes is relieved; 0: never, not even one that sleeps
 * @param stallReportNs after how long a run is reported as a stall
 * @param stallReliefThreads how many threads stand in for loops at most
 * @param throughput Akka's; read as at least 1
 * @param throughputDeadlineNs Akka's; 0 is none
 * @param shutdownTimeoutNs Akka's
 */
public record AioDispatcherSettings(
        String id,
        int threads,
        List<Integer> cpus,
        Placement placement,
        FdMonitorKind fdMonitor,
        PollParams polling,
        int mailboxesPerTurn,
        boolean stealing,
        long stallReliefNs,
        long stallReportNs,
        int stallReliefThreads,
        int throughput,
        long throughputDeadlineNs,
        long shutdownTimeoutNs) {
    /** In place of a CPU: any. */
    static final int ANY_CPU = -1;

    private static final String DEFAULTS = "aio.dispatcher-defaults";
    private static final String AKKAS_DEFAULT_DISPATCHER = "akka.actor.default-dispatcher";
    private static final Duration LONGEST_POLLING = Duration.ofSeconds(1);
    private static final Duration SHORTEST_STALL = Duration.ofMillis(1);
    private static final Duration LONGEST_STALL = Duration.ofDays(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(365);

    /**
     * Reads and checks a dispatcher's section, completed with the defaults of {@code aio.dispatcher-defaults}.
     *
     * @throws org.aioactors.config.AioConfigurationException naming the first value that is not allowed
     */
    public static AioDispatcherSettings of(Config dispatcher, Config system) {
        AioSection.rejectUnknownKeys(system);
        String id = dispatcher.getString("id");
        Config defaults = system.getConfig(DEFAULTS).atKey("aio");
        SettingsReader reader = new SettingsReader(id, dispatcher.withFallback(defaults));
        reader.rejectUnknownKeys("aio", defaults.getObject("aio"));
        return new AioDispatcherSettings(
                id,
                threads(id, reader),
                cpus(reader),
                reader.constant("aio.placement", Placement.class),
                reader.constant("aio.fd-monitor", FdMonitorKind.class),
                new PollParams(
                        reader.shortTime("aio.polling.max", LONGEST_POLLING).toNanos(),
                        reader.integer("aio.polling.grow", 0),
                        reader.integer("aio.polling.shrink", 0),
                        reader.integer("aio.polling.weight", 0, PollParams.MAX_WEIGHT)),
                reader.integer("aio.mailboxes-per-turn", 1),
                reader.constant("aio.stealing", Switch.class) == Switch.ON,
                reader.timeOrOff("aio.stall-relief", SHORTEST_STALL, LONGEST_STALL)
                        .toNanos(),
                stallReportNs(reader),
                reader.integer("aio.stall-relief-threads", 1),
                Math.max(1, reader.integer("throughput", Integer.MIN_VALUE)),
                Math.max(
                        0,
                        reader.time("throughput-deadline-time", LONGEST_TIMEOUT.negated(), LONGEST_TIMEOUT)
                                .toNanos()),
                reader.time("shutdown-timeout", Duration.ZERO, LONGEST_TIMEOUT).toNanos());
    }

    /** The CPU of a loop's thread, or {@link #ANY_CPU}; loops are numbered from 1. */
    int cpuOf(int loop) {
        return cpus.isEmpty() ? ANY_CPU : cpus.get((loop - 1) % cpus.size());
    }

    private static long stallReportNs(SettingsReader reader) {
        long reportNs = reader.timeOrOff("aio.stall-report", SHORTEST_STALL, LONGEST_STALL)
                .toNanos();
        return reportNs == 0 ? Long.MAX_VALUE : reportNs;
    }

    /** On which loop a new actor is settled or begins, unless it asks for one: {@code aio.placement}. */
    public enum Placement {
        /** On each in turn. */
        ROUND_ROBIN,

        /** On the one with the fewest actors. */
        LEAST_LOADED
    }

    private enum Switch {
        ON,
        OFF
    }

    private static List<Integer> cpus(SettingsReader reader) {
        if (reader.text("aio.cpus").equals("off")) {
            return List.of();
        }
        return reader.numbers("aio.cpus", Cpus.ofProcess(), "; or off");
    }

    private static int threads(String id, SettingsReader reader) {
        String word = reader.text("aio.threads");
        if (word.equals("auto") || (word.equals("default") && id.equals(AKKAS_DEFAULT_DISPATCHER))) {
            return Runtime.getRuntime().availableProcessors();
        }
        return word.equals("default") ? 1 : reader.integer("aio.threads", 1, ", \"auto\" or \"default\"");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import com.typesafe.config.Config;
import java.time.Duration;
import org.aioactors.aio.PollParams;
import org.aioactors.config.SettingsReader;

/**
 * The settings of a scheduler, checked.
 *
 * @param polling of the scheduler's own thread, {@code aio.scheduler.polling}
 * @param shutdownTimeout how long closing waits for the thread: Akka's {@code akka.scheduler.shutdown-timeout}
 * @param tickNs Akka's {@code akka.scheduler.tick-duration}: nothing ticks here, but the longest delay depends on it
 */
record SchedulerSettings(PollParams polling, Duration shutdownTimeout, long tickNs) {
    private static final String SECTION = "aio.scheduler";
    private static final Duration LONGEST_POLLING = Duration.ofSeconds(1);

    /**
     * Reads the settings from the configuration of the actor system.
     *
     * @throws org.aioactors.config.AioConfigurationException naming the first value that is not allowed
     */
    static SchedulerSettings of(Config config) {
        SettingsReader reader = new SettingsReader(SECTION, config.getConfig(SECTION));
        return new SchedulerSettings(
                new PollParams(
                        reader.shortTime("polling.max", LONGEST_POLLING).toNanos(),
                        reader.integer("polling.grow", 0),
                        reader.integer("polling.shrink", 0)),
                config.getDuration("akka.scheduler.shutdown-timeout"),
                Math.max(1, config.getDuration("akka.scheduler.tick-duration").toNanos()));
    }

    /**
     * Refuses delays that Akka's own scheduler refuses: more than 2^31 - 1 ticks, which are 248 days if a tick takes 10
     * ms.
     *
     * @throws IllegalArgumentException for such a delay
     */
    void checkDelay(long delayNs) {
        if (delayNs / tickNs > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a delay of "
                    + Duration.ofNanos(delayNs).toSeconds()
                    + " s is more than 2147483647 times akka.scheduler.tick-duration, which is "
                    + Duration.ofNanos(tickNs) + "; Akka's own scheduler allows no more, so neither does this one");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.List;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.PollParams;
import org.aioactors.config.AioConfigurationException;
import org.aioactors.dispatcher.AioDispatcherConfigurator;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.dispatcher.loop.AioDispatcherSettings.Placement;
import org.aioactors.os.Cpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AioDispatcherSettingsTest {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private static Config parse(String text) {
        return ConfigFactory.parseString(text, ConfigParseOptions.defaults().setOriginDescription("application.conf"));
    }

    /** As Akka makes it of a section: completed from the default dispatcher's. */
    private static AioDispatcherSettings read(String id, String application) {
        Config system = parse(application).withFallback(ConfigFactory.load());
        Config section = ConfigFactory.parseString("id = \"" + id + "\"")
                .withFallback(system.hasPath(id) ? system.getConfig(id) : ConfigFactory.empty())
                .withFallback(system.getConfig("akka.actor.default-dispatcher"));
        return AioDispatcherSettings.of(section, system);
    }

    @Test
    void defaultsOfADispatcherThatSetsNothing() {
        assertThat(read("my-dispatcher", ""))
                .isEqualTo(new AioDispatcherSettings(
                        "my-dispatcher",
                        1,
                        List.of(),
                        Placement.ROUND_ROBIN,
                        FdMonitorKind.AUTO,
                        new PollParams(32_000, 0, 0),
                        16,
                        true,
                        100_000_000,
                        1_000_000_000,
                        256,
                        5,
                        0,
                        1_000_000_000));
    }

    @Test
    void theDefaultDispatcherHasALoopForEachProcessor() {
        assertThat(read("akka.actor.default-dispatcher", "").threads()).isEqualTo(PROCESSORS);
        assertThat(read("akka.actor.default-dispatcher", "akka.actor.default-dispatcher.aio.threads = 3")
                        .threads())
                .isEqualTo(3);
    }

    @Test
    void theReadyMadeDispatcher() {
        AioDispatcherSettings settings = read("aio-default-dispatcher", "");
        assertThat(settings.threads()).isEqualTo(PROCESSORS);
        assertThat(settings.throughput()).isEqualTo(16);
        assertThat(settings.polling()).isEqualTo(new PollParams(32_000, 0, 0));
    }

    @Test
    void everyKeyIsRead() {
        String application = """
                my-dispatcher {
                  throughput = 7
                  throughput-deadline-time = 3 ms
                  shutdown-timeout = 20 ms
                  aio {
                    threads = "4"
                    cpus = [0, 0]
                    placement = least-loaded
                    fd-monitor = epoll
                    polling { max = 100 us, grow = 3, shrink = 4, weight = 2 }
                    mailboxes-per-turn = 9
                    stealing = off
                    stall-relief = 30 ms
                    stall-report = 500 ms
                    stall-relief-threads = 12
                  }
                }
                """;
        assertThat(read("my-dispatcher", application))
                .isEqualTo(new AioDispatcherSettings(
                        "my-dispatcher",
                        4,
                        List.of(0, 0),
                        Placement.LEAST_LOADED,
                        FdMonitorKind.EPOLL,
                        new PollParams(100_000, 3, 4, 2),
                        9,
                        false,
                        30_000_000,
                        500_000_000,
                        12,
                        7,
                        3_000_000,
                        20_000_000));
    }

    @ParameterizedTest
    @CsvSource({"off, 0", "0, 0", "0 us, 0", "500 ns, 500", "1 s, 1000000000"})
    void busyPollingTimes(String max, long ns) {
        assertThat(read("my-dispatcher", "my-dispatcher.aio.polling.max = " + max)
                        .polling()
                        .maxNs())
                .isEqualTo(ns);
    }

    @ParameterizedTest
    @CsvSource({"off, 0", "1 ms, 1000000", "1 d, 86400000000000"})
    void stallReliefTimes(String time, long ns) {
        assertThat(read("my-dispatcher", "my-dispatcher.aio.stall-relief = " + time)
                        .stallReliefNs())
                .isEqualTo(ns);
    }

    @Test
    void whatStandsAtTheRootInsteadOfInADispatcherIsRefused() {
        assertThatThrownBy(() -> read("my-dispatcher", "aio.threads = 1"))
                .isInstanceOf(AioConfigurationException.class)
                .hasMessageContainingAll("application.conf: 1", "'aio.threads'", "aio.dispatcher-defaults.threads");
    }

    @Test
    void throughputIsNeverBelowOneAndADeadlineBelowZeroIsNone() {
        AioDispatcherSettings settings =
                read("my-dispatcher", "my-dispatcher { throughput = -3, throughput-deadline-time = -1 ms }");
        assertThat(settings.throughput()).isEqualTo(1);
        assertThat(settings.throughputDeadlineNs()).isZero();
    }

    @Test
    void asAnyKeyOfADispatcherOursAreInheritedFromTheDefaultDispatcher() {
        assertThat(read("my-dispatcher", "akka.actor.default-dispatcher.aio.threads = 6")
                        .threads())
                .isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "aio.threads = 0             | aio.threads              | 0; allowed: an integer >= 1, \"auto\" or \"default\"",
                "aio.threads = 1.5           | aio.threads              | 1.5; allowed: an integer >= 1, \"auto\" or \"default\"",
                "aio.threads = many          | aio.threads              | \"many\"; allowed: an integer >= 1, \"auto\" or \"default\"",
                "aio.threads = null          | aio.threads              | null; allowed: an integer >= 1, \"auto\" or \"default\"",
                "aio.threads = [1, 2]        | aio.threads              | [1,2]; allowed: an integer >= 1, \"auto\" or \"default\"",
                "aio.threads = 99999999999   | aio.threads              | 99999999999; allowed: an integer >= 1, \"auto\" or \"default\"",
                "aio.fd-monitor = kqueue     | aio.fd-monitor           | \"kqueue\"; allowed: auto, poll-then-epoll, poll, epoll, io-uring",
                "aio.fd-monitor = EPOLL      | aio.fd-monitor           | \"EPOLL\"; allowed: auto, poll-then-epoll, poll, epoll, io-uring",
                "aio.fd-monitor = 1          | aio.fd-monitor           | 1; allowed: auto, poll-then-epoll, poll, epoll, io-uring",
                "aio.placement = random      | aio.placement            | \"random\"; allowed: round-robin, least-loaded",
                "aio.polling.max = -1 us     | aio.polling.max          | \"-1 us\"; allowed: a duration with its unit, such as \"32 us\", of at most 1 s; or off",
                "aio.polling.max = 2 s       | aio.polling.max          | \"2 s\"; allowed: a duration with its unit, such as \"32 us\", of at most 1 s; or off",
                "aio.polling.max = 32        | aio.polling.max          | 32; allowed: a duration with its unit, such as \"32 us\", of at most 1 s; or off",
                "aio.polling.max = \"\"      | aio.polling.max          | \"\"; allowed: a duration with its unit, such as \"32 us\", of at most 1 s; or off",
                "aio.polling.max = often     | aio.polling.max          | \"often\"; allowed: a duration with its unit, such as \"32 us\", of at most 1 s; or off",
                "aio.polling.grow = 3000000000 | aio.polling.grow       | 3000000000; allowed: an integer >= 0",
                "aio.polling.grow = -1       | aio.polling.grow         | -1; allowed: an integer >= 0",
                "aio.polling.shrink = x      | aio.polling.shrink       | \"x\"; allowed: an integer >= 0",
                "aio.polling.weight = -1     | aio.polling.weight       | -1; allowed: an integer from 0 to 1000",
                "aio.polling.weight = 1001   | aio.polling.weight       | 1001; allowed: an integer from 0 to 1000",
                "aio.polling.weight = heavy  | aio.polling.weight       | \"heavy\"; allowed: an integer from 0 to 1000",
                "aio.polling = off           | aio.polling              | \"off\"; allowed: an object with the keys [grow, max, shrink, weight]",
                "aio.mailboxes-per-turn = 0  | aio.mailboxes-per-turn   | 0; allowed: an integer >= 1",
                "aio.stall-relief = 0        | aio.stall-relief         | 0; allowed: a duration of at least 1 ms and at most 1 d; or off",
                "aio.stall-relief = 2 d      | aio.stall-relief         | \"2 d\"; allowed: a duration of at least 1 ms and at most 1 d; or off",
                "aio.stall-relief = on       | aio.stall-relief         | \"on\"; allowed: a duration of at least 1 ms and at most 1 d; or off",
                "aio.stall-report = 0        | aio.stall-report         | 0; allowed: a duration of at least 1 ms and at most 1 d; or off",
                "aio.stealing = yes          | aio.stealing             | \"yes\"; allowed: on, off",
                "aio.stall-relief-threads = 0 | aio.stall-relief-threads | 0; allowed: an integer >= 1",
                "aio = 5                     | aio                      | 5; allowed: an object with the keys [cpus, fd-monitor, mailboxes-per-turn, placement, polling, stall-relief, stall-relief-threads, stall-report, stealing, threads]",
                "throughput = lots           | throughput               | \"lots\"; allowed: an integer",
                "shutdown-timeout = -1 s     | shutdown-timeout         | \"-1 s\"; allowed: a duration of at least 0 and at most 365 days",
                "throughput-deadline-time = x | throughput-deadline-time | \"x\"; allowed: a duration of at most 365 days",
                "aio.thread = 2              | aio.thread               | no such key; known are [cpus, fd-monitor, mailboxes-per-turn, placement, polling, stall-relief, stall-relief-threads, stall-report, stealing, threads]",
                "aio.polling.maximum = 1 ms  | aio.polling.maximum      | no such key; known are [grow, max, shrink, weight]",
            })
    void aWrongValueIsNamedWithItsPlaceAndWhatIsAllowed(String setting, String key, String problem) {
        assertThatThrownBy(() -> read("my-dispatcher", "my-dispatcher {\n" + setting + "\n}"))
                .isInstanceOf(AioConfigurationException.class)
                .isInstanceOf(ConfigException.BadValue.class)
                .hasMessage("application.conf: 2: Invalid value at 'my-dispatcher." + key + "': " + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[8191]", "[]", "[0, first]", "[-1]", "[0.5]", "0", "on", "{}", "null"})
    void cpusAreThoseOfTheProcess(String cpus) {
        assertThatThrownBy(() -> read("my-dispatcher", "my-dispatcher.aio.cpus = " + cpus))
                .isInstanceOf(AioConfigurationException.class)
                .hasMessageStartingWith("application.conf: 1: Invalid value at 'my-dispatcher.aio.cpus': ")
                .hasMessageEndingWith("; allowed: a list of any of " + Cpus.ofProcess() + "; or off");
    }

    @Test
    void aProgramFindsTheOneLineInWhatAkkaThrows() {
        Throwable thrown = catchThrowable(() -> ActorSystem.create(
                Behaviors.empty(),
                "misconfigured",
                parse("akka.actor.default-dispatcher {\ntype = " + AioDispatcherConfigurator.class.getName()
                                + "\naio.fd-monitor = kqueue\n}")
                        .withFallback(ConfigFactory.load())));
        assertThat(AioConfigurationException.causeOf(thrown))
                .hasMessage("application.conf: 3: Invalid value at 'akka.actor.default-dispatcher.aio.fd-monitor':"
                        + " \"kqueue\"; allowed: auto, poll-then-epoll, poll, epoll, io-uring");
        assertThat(AioConfigurationException.causeOf(new IllegalStateException(new RuntimeException())))
                .isNull();
        Eventually.equal(
                "threads left", () -> Eventually.loopThreads("misconfigured").size(), 0);
    }
}

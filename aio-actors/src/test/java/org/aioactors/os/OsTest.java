// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the tests of kernel news share: an actor system, whose default dispatcher is Akka's own. */
@ExtendWith(NoFdLeaks.class)
public abstract class OsTest {
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    protected ActorTestKit kit;

    /** How the loops ask the kernel. */
    protected String fdMonitor() {
        return "auto";
    }

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(
                "os",
                ConfigFactory.parseString("aio-default-dispatcher { shutdown-timeout = 50 ms"
                                + ", aio { threads = 2, fd-monitor = " + fdMonitor() + " } }")
                        .withFallback(ConfigFactory.load()));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    /** How many descriptors this process has that lead to something of that name. */
    protected static long openFds(String target) {
        try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
            return links.filter(link -> {
                        try {
                            return Files.readSymbolicLink(link).toString().contains(target);
                        } catch (IOException closedMeanwhile) {
                            return false;
                        }
                    })
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program; returns whether it went well. */
    protected static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.aioactors.dispatcher.Eventually;

/**
 * Very many openings of something, after which descriptors and mappings are where they were. How many, {@code
 * -Daio.test.openings} says.
 */
public final class Openings {
    private static final String COUNT = "aio.test.openings";

    /** What the JVM itself maps meanwhile, for code and heap. */
    private static final int SOME_MAPPINGS = 100;

    private Openings() {}

    /** How many there are to be. */
    public static int count(int byDefault) {
        return Integer.getInteger(COUNT, byDefault);
    }

    /**
     * Opens and closes again and again.
     *
     * @param openSome does it with so many at a time, {@code atOnce}
     */
    public static void repeat(int byDefault, int atOnce, Runnable openSome) {
        openSome.run();
        openSome.run();
        long fds = entries("/proc/self/fd");
        long mappings = mappings();
        for (int i = 0; i < count(byDefault); i += atOnce) {
            openSome.run();
        }
        Eventually.await(() -> entries("/proc/self/fd") <= fds);
        assertThat(mappings()).as("mappings").isLessThan(mappings + SOME_MAPPINGS);
    }

    private static long entries(String directory) {
        try (Stream<Path> all = Files.list(Path.of(directory))) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long mappings() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import java.util.function.Function;
import org.aioactors.config.AioSection;

/**
 * The settings under {@code aio.file}, checked once.
 *
 * @param maxAtOnce how many reads and writes of one file the kernel has at a time
 * @param maxWaiting how many requests may wait for one file, or about names
 * @param maxFileBytes how many bytes the requests of one file may hold
 * @param maxBytes how many those of all files together
 * @param maxOpenFiles how many files may be open
 * @param maxPathsAtOnce how many requests about names the kernel has at a time
 * @param maxDirectoryEntries how many names a listing has at most
 */
record FileSettings(
        int maxAtOnce,
        int maxWaiting,
        long maxFileBytes,
        long maxBytes,
        int maxOpenFiles,
        int maxPathsAtOnce,
        int maxDirectoryEntries) {
    static final String PATH = "aio.file";

    private static final String SECTION = PATH + ".";

    /** The part of the heap that the requests of all files may hold by default. */
    private static final int HEAP_PART = 4;

    /**
     * Reads the section {@code aio.file} of {@code config}.
     *
     * @throws ConfigException that names the key and what is allowed
     */
    static FileSettings of(Config config) {
        AioSection.rejectUnknownKeys(config, PATH);
        return new FileSettings(
                positive(config, SECTION + "max-at-once", config::getInt),
                positive(config, SECTION + "max-waiting", config::getInt),
                positive(config, SECTION + "max-file-bytes", config::getBytes),
                "auto".equals(config.getValue(SECTION + "max-bytes").unwrapped())
                        ? Runtime.getRuntime().maxMemory() / HEAP_PART
                        : positive(config, SECTION + "max-bytes", config::getBytes),
                positive(config, SECTION + "max-open-files", config::getInt),
                positive(config, SECTION + "max-paths-at-once", config::getInt),
                positive(config, SECTION + "max-directory-entries", config::getInt));
    }

    static <N extends Number> N positive(Config config, String path, Function<String, N> read) {
        N value = read.apply(path);
        if (value.longValue() <= 0) {
            ConfigValue found = config.getValue(path);
            throw new ConfigException.BadValue(
                    found.origin(), path, "must be greater than 0, not " + found.unwrapped());
        }
        return value;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a section of a configuration and checks each value. Whatever is wrong is a {@link ConfigException} whose message names
 * the key, where it stands, and what is allowed.
 */
final class SettingsReader {
    private static final String OFF = "off";

    private final Config config;
    private final String section;
    private final Set<String> known = new TreeSet<>();

    private SettingsReader(Config config, String section) {
        this.config = config;
        this.section = section;
    }

    /**
     * Reads a section, after which it may have no key that was not asked for: most are misspelt.
     *
     * @param config the whole configuration
     * @param section the path of the section
     */
    static <T> T read(Config config, String section, Function<SettingsReader, T> parse) {
        SettingsReader reader = new SettingsReader(config, section);
        T parsed = parse.apply(reader);
        for (String key : config.getObject(section).keySet()) {
            if (!reader.known.contains(key)) {
                throw reader.bad(key, "there is no such key; known are " + reader.known);
            }
        }
        return parsed;
    }

    /** Reads a section within this one. */
    <T> T section(String key, Function<SettingsReader, T> parse) {
        return read(config, path(key), parse);
    }

    /** Reads a section of sections, whatever their names. */
    <T> List<T> sections(String key, Function<String, Function<SettingsReader, T>> parse) {
        return config.getObject(path(key)).keySet().stream()
                .sorted()
                .map(name -> read(config, section + "." + key + "." + ConfigUtil.joinPath(name), parse.apply(name)))
                .toList();
    }

    /** Marks the key as known, and returns its path. */
    private String path(String key) {
        known.add(key);
        return section + "." + key;
    }

    String text(String key) {
        return config.getString(path(key));
    }

    /** A text of one word. */
    String word(String key) {
        return as(key, text -> {
            if (!text.matches("[^\\s:]\\S*")) {
                throw new IllegalArgumentException("must be one word, not '" + text + "'");
            }
            return text;
        });
    }

    boolean yes(String key) {
        return config.getBoolean(path(key));
    }

    /** A list, or a text of several lines. */
    List<String> lines(String key) {
        boolean list = config.getValue(path(key)).valueType() == ConfigValueType.LIST;
        return list
                ? config.getStringList(path(key))
                : text(key).stripTrailing().lines().toList();
    }

    int count(String key, int min, int max) {
        return (int) inRange(key, config.getLong(path(key)), min, max);
    }

    int bytes(String key, int min, int max) {
        return (int) inRange(key, config.getBytes(path(key)), min, max);
    }

    private long inRange(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw bad(key, "is " + value + "; it must be " + min + " to " + max);
        }
        return value;
    }

    /** A port, 0 for any that is free; null for off. */
    @Nullable Integer port(String key) {
        return isOff(key) ? null : count(key, 0, 65_535);
    }

    /** A path; null for off. */
    @Nullable Path file(String key) {
        return isOff(key) ? null : as(key, Path::of);
    }

    Duration time(String key, Duration min, Duration max) {
        Duration value = config.getDuration(path(key));
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw bad(key, "is " + text(key) + "; it must be " + min.toMillis() + " ms to " + max.toSeconds() + " s");
        }
        return value;
    }

    boolean isOff(String key) {
        return config.getValue(path(key)).unwrapped().equals(OFF);
    }

    /** What {@code parse} makes of a text, or says against it by an {@link IllegalArgumentException}. */
    <T> T as(String key, Function<String, T> parse) {
        try {
            return parse.apply(text(key));
        } catch (IllegalArgumentException e) {
            throw bad(key, String.valueOf(e.getMessage()));
        }
    }

    /** The same for each of a list. */
    <T> List<T> list(String key, Function<String, T> parse) {
        try {
            return config.getStringList(path(key)).stream().map(parse).toList();
        } catch (IllegalArgumentException e) {
            throw bad(key, String.valueOf(e.getMessage()));
        }
    }

    /** The same for each of a list, or of a text with commas in between. */
    <T> List<T> items(String key, Function<String, T> parse) {
        boolean list = config.getValue(path(key)).valueType() == ConfigValueType.LIST;
        return list
                ? list(key, parse)
                : as(key, text -> Stream.of(text.split(",", -1)).map(parse).toList());
    }

    ConfigException bad(String key, String why) {
        String path = section + "." + key;
        return new ConfigException.BadValue(config.getValue(path).origin(), path, why);
    }
}

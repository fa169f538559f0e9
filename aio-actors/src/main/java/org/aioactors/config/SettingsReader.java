// SPDX-License-Identifier: Apache-2.0
package org.aioactors.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads typed values from a section of the configuration; each error names the value, its full path and what is
 * allowed.
 */
public final class SettingsReader {
    private final String sectionPath;
    private final Config section;

    /**
     * A reader of one section.
     *
     * @param sectionPath where the section stands, for error messages; empty: it is the whole configuration
     */
    public SettingsReader(String sectionPath, Config section) {
        this.sectionPath = sectionPath;
        this.section = section;
    }

    /** Refuses keys, at any depth below {@code path}, that the defaults don't know: most are misspelt. */
    public void rejectUnknownKeys(String path, ConfigObject defaults) {
        if (!(find(path) instanceof ConfigObject given)) {
            throw bad(path, find(path), "an object with the keys " + new TreeSet<>(defaults.keySet()));
        }
        for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
            String keyPath = path + "." + entry.getKey();
            ConfigValue known = defaults.get(entry.getKey());
            if (known == null) {
                throw new AioConfigurationException(
                        entry.getValue().origin(),
                        fullPath(keyPath),
                        "no such key; known are " + new TreeSet<>(defaults.keySet()));
            }
            if (known instanceof ConfigObject nested) {
                rejectUnknownKeys(keyPath, nested);
            }
        }
    }

    /** The value as text; for an object or a list, its rendering. */
    public String text(String path) {
        ConfigValue value = find(path);
        Object plain = value.unwrapped();
        return plain instanceof String || plain instanceof Number ? plain.toString() : render(value);
    }

    /** A whole number, as such or as text, of at least {@code min}. */
    public int integer(String path, int min) {
        return integer(path, min, "");
    }

    /** The same, for a key that allows words as well: {@code orElse} ends the list of what is allowed. */
    public int integer(String path, int min, String orElse) {
        String allowed = (min == Integer.MIN_VALUE ? "an integer" : "an integer >= " + min) + orElse;
        return integer(path, min, Integer.MAX_VALUE, allowed);
    }

    /** A whole number, as such or as text, from {@code min} to {@code max}. */
    public int integer(String path, int min, int max) {
        return integer(path, min, max, "an integer from " + min + " to " + max);
    }

    private int integer(String path, int min, int max, String allowed) {
        try {
            int number = new BigDecimal(text(path)).intValueExact();
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw bad(path, find(path), allowed);
        }
        throw bad(path, find(path), allowed);
    }

    /** A number of bytes of at least 1, with or without its unit, such as {@code 64 KiB}, and at most {@code max}. */
    public long bytes(String path, long max) {
        ConfigValue value = find(path);
        String allowed = "a number of bytes, such as 64 KiB, from 1 to " + max;
        try {
            long bytes = section.getBytes(path);
            if (bytes >= 1 && bytes <= max) {
                return bytes;
            }
        } catch (ConfigException e) {
            throw bad(path, value, allowed);
        }
        throw bad(path, value, allowed);
    }

    /** A list of some of these numbers, not empty. {@code orElse} ends the list of what is allowed. */
    public List<Integer> numbers(String path, Set<Integer> allowed, String orElse) {
        ConfigValue value = find(path);
        if (value.unwrapped() instanceof List<?> found
                && !found.isEmpty()
                && found.stream().allMatch(number -> number instanceof Integer integer && allowed.contains(integer))) {
            return found.stream().map(Integer.class::cast).toList();
        }
        throw bad(path, value, "a list of any of " + allowed + orElse);
    }

    /** One of an enum's constants, written small and with hyphens. */
    public <E extends Enum<E>> E constant(String path, Class<E> type) {
        String text = text(path);
        for (E constant : type.getEnumConstants()) {
            if (text.equals(word(constant))) {
                return constant;
            }
        }
        String words =
                Arrays.stream(type.getEnumConstants()).map(SettingsReader::word).collect(Collectors.joining(", "));
        throw bad(path, find(path), words);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A duration from {@code min} to {@code max}; a bare number counts milliseconds, as everywhere in Akka. */
    public Duration time(String path, Duration min, Duration max) {
        String atLeast = min.isNegative() ? "" : "at least " + min.toSeconds() + " and ";
        return time(path, min, max, "a duration of " + atLeast + "at most " + max.toDays() + " days");
    }

    /**
     * A duration from 0 to {@code max}, or {@code off}, which is 0. A bare number but 0 is refused: it would count
     * milliseconds where microseconds are meant.
     */
    public Duration shortTime(String path, Duration max) {
        String text = text(path);
        String allowed = "a duration with its unit, such as \"32 us\", of at most " + max.toSeconds() + " s; or off";
        if (text.equals("off")) {
            return Duration.ZERO;
        }
        boolean hasUnit = !text.isEmpty() && Character.isLetter(text.charAt(text.length() - 1));
        if (!hasUnit && !text.equals("0")) {
            throw bad(path, find(path), allowed);
        }
        return time(path, Duration.ZERO, max, allowed);
    }

    /** A duration from {@code min} to {@code max}, or {@code off}, which is 0. */
    public Duration timeOrOff(String path, Duration min, Duration max) {
        String allowed = "a duration of at least " + min.toMillis() + " ms and at most " + max.toDays() + " d; or off";
        return text(path).equals("off") ? Duration.ZERO : time(path, min, max, allowed);
    }

    private Duration time(String path, Duration min, Duration max, String allowed) {
        ConfigValue value = find(path);
        try {
            Duration duration = section.getDuration(path);
            if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
                return duration;
            }
        } catch (ConfigException e) {
            throw bad(path, value, allowed);
        }
        throw bad(path, value, allowed);
    }

    private ConfigValue find(String path) {
        ConfigValue found = section.root();
        String walked = "";
        for (String key : ConfigUtil.splitPath(path)) {
            if (!(found instanceof ConfigObject object)) {
                throw bad(walked, found, "an object");
            }
            walked = walked.isEmpty() ? key : walked + "." + key;
            ConfigValue next = object.get(key);
            if (next == null) {
                throw new ConfigException.Missing(fullPath(walked));
            }
            found = next;
        }
        return found;
    }

    private AioConfigurationException bad(String path, ConfigValue value, String allowed) {
        return new AioConfigurationException(value.origin(), fullPath(path), render(value) + "; allowed: " + allowed);
    }

    private String fullPath(String path) {
        return sectionPath.isEmpty() ? path : sectionPath + "." + path;
    }

    private static String render(ConfigValue value) {
        return value.render(ConfigRenderOptions.concise());
    }
}

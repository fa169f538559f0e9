// SPDX-License-Identifier: Apache-2.0
package org.aioactors.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import org.jspecify.annotations.Nullable;

/**
 * A value of the configuration that is not allowed. The message is one line that says where it stands, its full path,
 * the value, and what would be allowed.
 */
public final class AioConfigurationException extends ConfigException.BadValue {
    private static final long serialVersionUID = 1;

    /**
     * An error of one value.
     *
     * @param path the full path of the key
     * @param problem the value and what is allowed instead
     */
    public AioConfigurationException(ConfigOrigin origin, String path, String problem) {
        super(origin, path, problem);
    }

    /**
     * Finds the configuration error behind an exception. Akka wraps what a dispatcher's configuration throws, so a
     * program that wants to end with one clear line catches what creating the actor system throws and asks here.
     *
     * @return the error itself, or null if the exception has another cause
     */
    public static @Nullable AioConfigurationException causeOf(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof AioConfigurationException found) {
                return found;
            }
        }
        return null;
    }
}

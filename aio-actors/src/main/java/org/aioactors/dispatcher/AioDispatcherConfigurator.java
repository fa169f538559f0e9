// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.MessageDispatcher;
import akka.dispatch.MessageDispatcherConfigurator;
import com.typesafe.config.Config;

/**
 * What a dispatcher's {@code type} names to get an {@link AioDispatcher}:
 *
 * <pre>
 *   my-dispatcher {
 *     type = "org.aioactors.dispatcher.AioDispatcherConfigurator"
 *     aio.threads = 2
 *   }
 * </pre>
 *
 * <p>The keys and their defaults stand in {@code reference.conf} under {@code aio.dispatcher-defaults}.
 */
public final class AioDispatcherConfigurator extends MessageDispatcherConfigurator {
    private final AioDispatcherSettings settings;
    private final AioDispatcher dispatcher;

    /**
     * For Akka, which calls it when the dispatcher is first looked up.
     *
     * @param config the dispatcher's section, which Akka has completed from {@code akka.actor.default-dispatcher}
     * @throws AioConfigurationException if a value is not allowed; Akka wraps it
     */
    public AioDispatcherConfigurator(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
        settings = AioDispatcherSettings.of(config, prerequisites.settings().config());
        dispatcher = new AioDispatcher(this, settings);
    }

    AioDispatcherSettings settings() {
        return settings;
    }

    /** The one dispatcher of this configuration. Any thread. */
    @Override
    public MessageDispatcher dispatcher() {
        return dispatcher;
    }
}

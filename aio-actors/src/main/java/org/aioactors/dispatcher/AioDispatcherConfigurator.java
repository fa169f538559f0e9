// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.MessageDispatcher;
import akka.dispatch.MessageDispatcherConfigurator;
import com.typesafe.config.Config;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aioactors.aio.AioContext;
import org.aioactors.dispatcher.loop.AioDispatcherSettings;

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
    private final AioDispatcher dispatcher;

    /** Whether the dispatcher has been looked up. Akka may make two configurators at once, and drop one unused. */
    private final AtomicBoolean lookedUp = new AtomicBoolean();

    /**
     * For Akka, which calls it when the dispatcher is first looked up.
     *
     * @param config the dispatcher's section, which Akka has completed from {@code akka.actor.default-dispatcher}
     * @throws org.aioactors.config.AioConfigurationException if a value is not allowed; Akka wraps it
     * @throws org.aioactors.aio.linux.SyscallException if the kernel refuses an event loop, for instance for lack of
     *     fds
     */
    public AioDispatcherConfigurator(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
        AioDispatcherSettings settings =
                AioDispatcherSettings.of(config, prerequisites.settings().config());
        tryOut(settings);
        dispatcher = new AioDispatcher(this, settings);
    }

    /** Has a machine that can't run an event loop refused now, and not when the first actor waits for its thread. */
    private static void tryOut(AioDispatcherSettings settings) {
        AioContext.builder().fdMonitor(settings.fdMonitor()).build().close();
    }

    /** The one dispatcher of this configuration. Any thread. */
    @Override
    public MessageDispatcher dispatcher() {
        if (!lookedUp.get() && lookedUp.compareAndSet(false, true)) {
            DispatcherRegistry.of(prerequisites().settings()).add(dispatcher);
        }
        return dispatcher;
    }
}

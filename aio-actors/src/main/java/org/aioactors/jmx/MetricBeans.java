// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import akka.actor.ActorSystem;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.DispatcherRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beans of one actor system: one for each aio dispatcher and one for each of its loops, from when the dispatcher is
 * first looked up to the end of the system. Where JMX refuses them, one line of log says so, and nothing else fails.
 */
public final class MetricBeans {
    private static final Logger LOG = LoggerFactory.getLogger(MetricBeans.class);

    private final DispatcherRegistry registry;
    private final BeanNames names;
    private final Supplier<MBeanServer> server;

    /** Guarded by this. */
    private final Set<String> dispatchers = new HashSet<>();

    /** Guarded by this. */
    private final List<ObjectName> registered = new ArrayList<>();

    /** Guarded by this. */
    private boolean refused;

    /** Guarded by this. */
    private boolean closed;

    MetricBeans(DispatcherRegistry registry, BeanNames names, Supplier<MBeanServer> server) {
        this.registry = registry;
        this.names = names;
        this.server = server;
    }

    /**
     * Shows the dispatchers of a system on the platform's MBean server, those that it will have too. Once for each
     * system; does nothing for one that has terminated. Any thread.
     */
    public static void show(ActorSystem system, DispatcherRegistry registry) {
        MetricBeans beans =
                new MetricBeans(registry, BeanNames.take(system.name()), ManagementFactory::getPlatformMBeanServer);
        try {
            system.registerOnTermination(beans::close);
            beans.open();
        } catch (RejectedExecutionException e) {
            LOG.debug("{} has terminated: no MXBeans", system.name(), e);
            beans.close();
        }
    }

    /** From here on dispatchers are shown. */
    synchronized void open() {
        if (!closed) {
            registry.listen(this::add);
        }
    }

    private synchronized void add(AioDispatcher dispatcher) {
        if (closed || refused || !dispatchers.add(dispatcher.id())) {
            return;
        }
        try {
            register(new DispatcherBean(dispatcher), names.dispatcher(dispatcher.id()));
            for (AioLoop loop : dispatcher.loops()) {
                register(new LoopBean(loop), names.loop(dispatcher.id(), loop.number()));
            }
        } catch (JMException | RuntimeException e) {
            refused = true;
            LOG.warn(
                    "JMX refuses the MXBeans of {}; its metrics are in the Aio extension only: {}",
                    dispatcher,
                    e.toString());
        }
    }

    private void register(Object bean, ObjectName name) throws JMException {
        server.get().registerMBean(bean, name);
        registered.add(name);
    }

    /** The beans are gone, and none comes any more. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        registry.stopListening();
        for (ObjectName name : registered) {
            try {
                server.get().unregisterMBean(name);
            } catch (JMException | RuntimeException e) {
                LOG.warn("JMX does not let go of {}: {}", name, e.toString());
            }
        }
        registered.clear();
        names.close();
    }
}

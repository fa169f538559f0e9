// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import akka.actor.ActorSystem;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.management.MBeanServer;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.DispatcherRegistry;
import org.aioactors.net.TcpRegistry;
import org.aioactors.udp.UdpGroup;
import org.aioactors.udp.UdpRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beans of one actor system: one for it as a whole; one for each aio dispatcher and one for each of its loops, from when the dispatcher is
 * first looked up to the end of the system; one for each listener while it lives; one for outgoing connections; one for each UDP
 * socket that is bound, and one for those that are connected. Where JMX refuses them, one line of log says so, and nothing else fails.
 */
public final class MetricBeans {
    private static final Logger LOG = LoggerFactory.getLogger(MetricBeans.class);

    private final DispatcherRegistry registry;
    private final BeanNames names;
    private final TcpRegistry tcp;
    private final UdpRegistry udp;

    private final Consumer<AioDispatcher> onDispatcher = this::add;
    private final Runnable onTcp = this::updateTcp;
    private final UdpRegistry.Listener onUdp = new UdpRegistry.Listener() {
        @Override
        public void added(UdpGroup group) {
            updateUdp(beans -> beans.add(group));
        }

        @Override
        public void removed(UdpGroup group) {
            updateUdp(beans -> beans.remove(group));
        }
    };

    /** Guarded by this. */
    private final BeanSet beans;

    /** Guarded by this. */
    private final TcpBeans tcpBeans;

    /** Guarded by this. */
    private final UdpBeans udpBeans;

    /** Guarded by this. */
    private final Set<String> dispatchers = new HashSet<>();

    /** Guarded by this. */
    private boolean closed;

    MetricBeans(
            DispatcherRegistry registry,
            TcpRegistry tcp,
            UdpRegistry udp,
            BeanNames names,
            Supplier<MBeanServer> server) {
        this.registry = registry;
        this.names = names;
        this.tcp = tcp;
        this.udp = udp;
        this.beans = new BeanSet(server);
        this.tcpBeans = new TcpBeans(tcp, names, beans);
        this.udpBeans = new UdpBeans(udp, names, beans);
    }

    /**
     * Shows the dispatchers of a system on the platform's MBean server, its TCP and its UDP, also what it will have. Once for each
     * system; does nothing for one that has terminated. Any thread.
     */
    public static void show(ActorSystem system, DispatcherRegistry registry, TcpRegistry tcp, UdpRegistry udp) {
        MetricBeans beans = new MetricBeans(
                registry, tcp, udp, BeanNames.take(system.name()), ManagementFactory::getPlatformMBeanServer);
        try {
            system.registerOnTermination(beans::close);
            beans.open();
        } catch (RejectedExecutionException e) {
            LOG.debug("{} has terminated: no MXBeans", system.name(), e);
            beans.close();
        }
    }

    /** From here on all are shown. */
    synchronized void open() {
        if (!closed) {
            beans.attempt(names, () -> beans.add(new SystemBean(registry, tcp, udp), names.system()));
            registry.listen(onDispatcher);
            tcp.listen(onTcp);
            udp.listen(onUdp);
        }
    }

    private synchronized void add(AioDispatcher dispatcher) {
        if (closed || !dispatchers.add(dispatcher.id())) {
            return;
        }
        beans.attempt(dispatcher, () -> {
            beans.add(new DispatcherBean(dispatcher), names.dispatcher(dispatcher.id()));
            for (AioLoop loop : dispatcher.loops()) {
                beans.add(new LoopBean(loop), names.loop(dispatcher.id(), loop.number()));
            }
        });
    }

    private synchronized void updateTcp() {
        if (!closed) {
            tcpBeans.update();
        }
    }

    private synchronized void updateUdp(Consumer<UdpBeans> change) {
        if (!closed) {
            change.accept(udpBeans);
        }
    }

    /** The beans are gone, and none comes any more. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        registry.stopListening(onDispatcher);
        tcp.stopListening(onTcp);
        udp.stopListening(onUdp);
        beans.clear();
        names.close();
    }
}

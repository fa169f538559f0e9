// SPDX-License-Identifier: Apache-2.0
package org.aioactors.micrometer;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.aioactors.dispatcher.DispatcherRegistry;
import org.aioactors.net.TcpExtension;
import org.aioactors.udp.UdpExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of one actor system for Micrometer: of its aio dispatchers, their loops, TCP and UDP.
 *
 * <pre>{@code
 * AioMetrics.of(system).bindTo(registry);
 * }</pre>
 *
 * <p>Meters come with what they are about, also later: a dispatcher when it is first looked up, a listener when it is
 * bound, a UDP socket when it is open. They leave the registry when the listener or socket is gone, all of them when the
 * system terminates or this is {@linkplain #close closed}.
 *
 * <p>A reading reads what the loops have counted by themselves: no loop is asked, woken or kept. Any thread.
 */
public final class AioMetrics implements MeterBinder, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AioMetrics.class);

    private final akka.actor.ActorSystem system;
    private final DispatcherRegistry dispatchers;
    private final TcpExtension tcp;
    private final UdpExtension udp;
    private final Tags tags;
    private final List<BoundMeters> bound = new CopyOnWriteArrayList<>();

    private AioMetrics(ActorSystem<?> system, Tags tags) {
        this.system = Adapter.toClassic(system);
        this.dispatchers = DispatcherRegistry.of(this.system.settings());
        this.tcp = TcpExtension.get(system);
        this.udp = UdpExtension.get(system);
        this.tags = tags;
    }

    /**
     * Those of a system.
     *
     * @param tags that each meter has besides its own. Two systems in one registry need one by which they differ: of two
     *     meters that are named and tagged alike, Micrometer keeps the first
     */
    public static AioMetrics of(ActorSystem<?> system, Tag... tags) {
        return new AioMetrics(system, Tags.of(tags));
    }

    /**
     * Adds the meters to a registry, also those to come. There may be several registries. Does nothing for a system that
     * has terminated.
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        BoundMeters meters = new BoundMeters(registry, tags, dispatchers, tcp.registry(), udp.registry());
        try {
            system.registerOnTermination(meters::close);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} has terminated: no meters", system.name(), e);
            return;
        }
        bound.add(meters);
        meters.open();
    }

    /** Takes the meters out of all registries; none comes any more. */
    @Override
    public void close() {
        bound.forEach(BoundMeters::close);
        bound.clear();
    }
}

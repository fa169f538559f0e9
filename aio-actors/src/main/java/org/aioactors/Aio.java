// SPDX-License-Identifier: Apache-2.0
package org.aioactors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import akka.actor.typed.javadsl.Adapter;
import com.typesafe.config.ConfigException;
import java.util.SortedMap;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.DispatcherRegistry;
import org.aioactors.file.FileExtension;
import org.aioactors.file.Fs;
import org.aioactors.jmx.MetricBeans;
import org.aioactors.net.Tcp;
import org.aioactors.net.TcpExtension;
import org.aioactors.net.TcpMetrics;
import org.aioactors.net.UnixMessages;
import org.aioactors.net.UnixSocket;
import org.aioactors.os.process.ProcessExtension;
import org.aioactors.os.process.Processes;
import org.aioactors.os.signal.SignalExtension;
import org.aioactors.os.signal.Signals;
import org.aioactors.os.tty.Tty;
import org.aioactors.os.tty.TtyExtension;
import org.aioactors.udp.Udp;
import org.aioactors.udp.UdpExtension;
import org.aioactors.udp.UdpMetrics;

/**
 * What an actor system offers on aio dispatchers; there is one for each system.
 *
 * <pre>{@code
 * Aio.get(context.getSystem()).tcp().tell(Tcp.Bind.of(handler, new InetSocketAddress("127.0.0.1", 9000)));
 * }</pre>
 *
 * <p>With the extension come the MXBeans of the system's dispatchers, loops, TCP and UDP, see {@link org.aioactors.jmx}. To have
 * them from the start, name it in the configuration:
 *
 * <pre>
 *   akka.actor.typed.extensions += "org.aioactors.Aio$Id"
 * </pre>
 */
public final class Aio implements Extension {
    /** The id by which the system finds its extension, for {@code akka.actor.typed.extensions}. */
    public static final class Id extends ExtensionId<Aio> {
        private static final Id INSTANCE = new Id();

        private Id() {}

        /** For Akka, which looks for a method of this name. Any thread. */
        public static Id getInstance() {
            return INSTANCE;
        }

        /** For Akka. Any thread. */
        @Override
        public Aio createExtension(ActorSystem<?> system) {
            return new Aio(system);
        }
    }

    private final ActorSystem<?> system;
    private final DispatcherRegistry registry;

    private Aio(ActorSystem<?> system) {
        this.system = system;
        akka.actor.ActorSystem classic = Adapter.toClassic(system);
        registry = DispatcherRegistry.of(classic.settings());
        MetricBeans.show(
                classic,
                registry,
                TcpExtension.get(system).registry(),
                UdpExtension.get(system).registry());
    }

    /** The extension of a system, made when first asked for. Any thread. */
    public static Aio get(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }

    /**
     * The aio dispatchers of the system that have been looked up so far, by id: the way to their {@link
     * AioDispatcher#metrics}. Any thread; a copy, which can't be changed.
     */
    public SortedMap<String, AioDispatcher> dispatchers() {
        return registry.dispatchers();
    }

    /**
     * The actor that takes {@link Tcp.Bind} and {@link Tcp.Connect}; it and its connections run on the dispatcher
     * named by {@code aio.net.dispatcher}. Any thread.
     *
     * @throws ConfigException if that is no aio dispatcher, or a setting under {@code aio.net} is wrong
     */
    public ActorRef<Tcp.Command> tcp() {
        return TcpExtension.get(system).manager();
    }

    /**
     * The actor that takes {@link UnixSocket.Bind} and {@link UnixSocket.Connect}; as {@link #tcp}.
     *
     * @throws ConfigException as {@link #tcp}
     */
    public ActorRef<UnixSocket.Command> unixSockets() {
        return TcpExtension.get(system).unixSockets();
    }

    /**
     * The actor that takes {@link UnixMessages.Command}, of Unix sockets that keep the boundaries of messages; as {@link #tcp}.
     *
     * @throws ConfigException as {@link #tcp}
     */
    public ActorRef<UnixMessages.Command> unixMessages() {
        return TcpExtension.get(system).unixMessages();
    }

    /**
     * The actor that opens files and takes all that is about their names; they live on the dispatcher named by {@code
     * aio.file.dispatcher}, and may be asked by any actor. Any thread.
     *
     * @throws ConfigException if that is no aio dispatcher, or a setting under {@code aio.file} is wrong
     */
    public ActorRef<Fs.Command> files() {
        return FileExtension.get(system).manager();
    }

    /**
     * The actor that takes {@link Udp.Bind} and {@link Udp.Connect}; it and its sockets live on the dispatcher named by {@code
     * aio.net.dispatcher}, and may be used by any actor. Any thread.
     *
     * @throws ConfigException if that is no aio dispatcher, or a setting under {@code aio.net} is wrong
     */
    public ActorRef<Udp.Command> udp() {
        return UdpExtension.get(system).manager();
    }

    /**
     * The actor that takes {@link Processes.Spawn}; children are watched on the dispatcher named by {@code
     * aio.process.dispatcher}, and may be any actor's. Any thread.
     *
     * @throws ConfigException if that is no aio dispatcher, or a setting under {@code aio.process} is wrong
     */
    public ActorRef<Processes.Command> processes() {
        return ProcessExtension.get(system).manager();
    }

    /** The actor that takes {@link Signals.Watch}, of any actor. Any thread. */
    public ActorRef<Signals.Command> signals() {
        return SignalExtension.get(system).manager();
    }

    /**
     * The actor that opens terminals, serial lines and pseudoterminals; they live on the dispatcher named by {@code
     * aio.net.dispatcher}, and may be used by any actor. Any thread.
     *
     * @throws ConfigException if that is no aio dispatcher
     */
    public ActorRef<Tty.Command> terminals() {
        return TtyExtension.get(system).manager();
    }

    /**
     * What the connections of the system have done so far, and hold now: without any as long as there is no listener and
     * nobody has connected. Any thread; does not block.
     */
    public TcpMetrics tcpMetrics() {
        return TcpExtension.get(system).registry().metrics();
    }

    /** What the UDP sockets of the system have done so far. Any thread; does not block. */
    public UdpMetrics udpMetrics() {
        return UdpExtension.get(system).registry().metrics();
    }
}

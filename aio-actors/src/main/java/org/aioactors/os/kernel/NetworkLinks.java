// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.util.ByteString;
import java.net.InetAddress;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.fd.FdSource;
import org.aioactors.fd.LoopActors;

/**
 * The network interfaces and their addresses: what there is, and then each change, by {@code rtnetlink(7)}.
 *
 * <pre>
 *   Link*, Address*, Complete, then changes; after Overrun all of it again
 * </pre>
 *
 * <p>At the time of {@link Complete} the listener knows what there is, and from then on what has changed. Some is told twice.
 */
public final class NetworkLinks {
    private NetworkLinks() {}

    /** To the watch. */
    public sealed interface Command permits Close {}

    /** Ends it; nothing more is told. */
    public record Close() implements Command {}

    /** To the listener. */
    public sealed interface Event permits Link, LinkGone, Address, AddressGone, Complete, Overrun, Failed {}

    /**
     * There is an interface, or something of it has changed.
     *
     * @param index its number, by which the kernel knows it
     * @param up whether it was switched on ({@code IFF_UP})
     * @param running whether it works as well: a cable is plugged in ({@code IFF_RUNNING})
     * @param loopback whether it is the machine itself
     * @param mtu how many bytes a packet has at most
     * @param hardware its address; empty if it has none
     */
    public record Link(
            int index, String name, boolean up, boolean running, boolean loopback, int mtu, ByteString hardware)
            implements Event {}

    /** An interface is gone, and its addresses with it. */
    public record LinkGone(int index, String name) implements Event {}

    /**
     * An interface has an address.
     *
     * @param link the number of the interface
     * @param prefix how many bits are the network's
     */
    public record Address(int link, InetAddress address, int prefix) implements Event {}

    /** An interface has an address no more. */
    public record AddressGone(int link, InetAddress address, int prefix) implements Event {}

    /** What there is has been told. */
    public record Complete() implements Event {}

    /**
     * Changes were lost, since they came faster than they were read, or while the kernel told what there is: forget what was
     * told before; all of it follows again, up to {@link Complete}.
     */
    public record Overrun() implements Event {}

    /** It has ended. */
    public record Failed(SyscallException cause) implements Event {}

    /** Has the listener told of the network namespace of this process. Any thread; does not block. */
    public static ActorRef<Command> watch(ActorSystem<?> system, ActorRef<? super Event> listener) {
        return watch(Syscalls.linux(), system, listener);
    }

    static ActorRef<Command> watch(Syscalls syscalls, ActorSystem<?> system, ActorRef<? super Event> listener) {
        return LoopActors.spawn(
                        system,
                        FdSource.behavior(context -> new NetlinkSource(context, syscalls, listener)),
                        "network-links")
                .narrow();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.fd.FdReady;
import org.aioactors.fd.FdSource;
import org.jspecify.annotations.Nullable;

/**
 * The actor of {@link NetworkLinks}: it joins the groups of changes first, and then asks for what there is, first the links
 * and then the addresses, so that nothing is missed in between.
 */
final class NetlinkSource extends FdSource<NetworkLinks.Event> {
    private static final int MAX_UNHANDLED = 1024;

    /** The kernel's own pieces are 32 KiB at most. */
    private static final int MEMORY_BYTES = 64 * 1024;

    private final Syscalls syscalls;
    private final NativeMemory memory = NativeMemory.allocate(MEMORY_BYTES);
    private @Nullable Fd socket;

    /** Of the request that is under way, if {@link #asking} is not 0. */
    private int sequence;

    /** What was asked for and has not all come: a type of request; 0 for nothing. */
    private int asking;

    /** Whether something was lost since all was asked for. */
    private boolean interrupted;

    NetlinkSource(ActorContext<Object> context, Syscalls syscalls, ActorRef<? super NetworkLinks.Event> listener) {
        super(context, listener, MAX_UNHANDLED);
        this.syscalls = syscalls;
    }

    @Override
    protected Fd open() {
        int type = Netlink.SOCK_RAW | Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC;
        int fd = syscalls.socket(Netlink.AF_NETLINK, type, Netlink.NETLINK_ROUTE);
        return Fd.adopt(syscalls, SyscallException.check(fd, "socket(AF_NETLINK)"), "netlink");
    }

    @Override
    protected void opened(Fd fd) {
        socket = fd;
        join(Netlink.RTNLGRP_LINK);
        join(Netlink.RTNLGRP_IPV4_IFADDR);
        join(Netlink.RTNLGRP_IPV6_IFADDR);
        ask(Netlink.RTM_GETLINK);
    }

    private int fd() {
        return Objects.requireNonNull(socket).value();
    }

    private void join(int group) {
        int result = syscalls.setsockopt(fd(), Netlink.SOL_NETLINK, Netlink.NETLINK_ADD_MEMBERSHIP, group);
        SyscallException.check(result, "setsockopt(NETLINK_ADD_MEMBERSHIP)", fd());
    }

    /** Asks for all of a kind; one such request at a time is the kernel's limit ({@code EBUSY}). */
    private void ask(int type) {
        asking = type;
        interrupted = false;
        sequence++;
        int length = Netlink.putDumpRequest(memory.buffer(), type, sequence);
        long result;
        do {
            result = syscalls.write(fd(), memory.address(), length);
        } while (result == -Errno.EINTR);
        SyscallException.check(result, "write(netlink)", fd());
    }

    @Override
    protected boolean read(FdReady ready) {
        long result = syscalls.read(fd(), memory.address(), MEMORY_BYTES);
        if (result == -Errno.ENOBUFS) {
            lost();
            return true;
        }
        int length = checkRead(result, "read(netlink)", fd());
        if (length < 0) {
            return false;
        }
        take(length);
        return true;
    }

    /** While the kernel still answers a request, the next one has to wait for the end of that. */
    private void lost() {
        if (asking == 0) {
            begin();
        } else {
            interrupted = true;
        }
    }

    private void begin() {
        tell(new NetworkLinks.Overrun());
        ask(Netlink.RTM_GETLINK);
    }

    private void take(int length) {
        ByteBuffer buffer = memory.buffer();
        int at = 0;
        int next = 0;
        while (length - at >= Netlink.SIZE_NLMSGHDR) {
            int size = buffer.getInt(at + Netlink.OFFSET_LEN);
            if (size < Netlink.SIZE_NLMSGHDR || size > length - at) {
                lost(); // cut off
                return;
            }
            next = take(buffer, at, at + size, next);
            at += Netlink.align(size);
        }
        if (next != 0) {
            goOn(next);
        } else if (interrupted && asking == 0) {
            begin();
        }
    }

    /** Takes a message; returns the type of the request that has ended with it, or as before. */
    private int take(ByteBuffer buffer, int at, int end, int before) {
        int type = buffer.getShort(at + Netlink.OFFSET_TYPE);
        boolean answer = asking != 0 && buffer.getInt(at + Netlink.OFFSET_SEQ) == sequence;
        if (answer && (buffer.getShort(at + Netlink.OFFSET_FLAGS) & Netlink.NLM_F_DUMP_INTR) != 0) {
            interrupted = true;
        }
        if (type == Netlink.NLMSG_DONE || type == Netlink.NLMSG_ERROR) {
            int error =
                    end - at >= Netlink.SIZE_NLMSGHDR + Integer.BYTES ? buffer.getInt(at + Netlink.SIZE_NLMSGHDR) : 0;
            if (answer && error < 0) {
                throw new SyscallException("netlink request", fd(), -error);
            }
            return answer ? asking : before;
        } else if (type == Netlink.NLMSG_OVERRUN) {
            interrupted = true;
        } else {
            NetworkLinks.Event event = Netlink.event(buffer, at, end);
            if (event != null) {
                tell(event);
            }
        }
        return before;
    }

    /** All of a kind was told. */
    private void goOn(int kind) {
        asking = 0;
        if (interrupted) {
            begin();
        } else if (kind == Netlink.RTM_GETLINK) {
            ask(Netlink.RTM_GETADDR);
        } else {
            tell(new NetworkLinks.Complete());
        }
    }

    @Override
    protected void onCommand(Object command) {
        if (command instanceof NetworkLinks.Close) {
            end();
        }
    }

    @Override
    protected NetworkLinks.Event failed(SyscallException cause) {
        return new NetworkLinks.Failed(cause);
    }

    @Override
    protected void release() {
        memory.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.os.OsTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkLinksTest extends OsTest {
    private TestProbe<NetworkLinks.Event> probe;

    @BeforeEach
    void probe() {
        probe = kit.createTestProbe();
    }

    private List<NetworkLinks.Event> untilComplete() {
        List<NetworkLinks.Event> events = new ArrayList<>();
        do {
            events.add(probe.receiveMessage(PATIENCE));
        } while (!(events.get(events.size() - 1) instanceof NetworkLinks.Complete));
        return events;
    }

    /** Those that Java sees, which are those that are up. */
    @Test
    void whatThereIsIsTold() throws SocketException {
        ActorRef<NetworkLinks.Command> watch = NetworkLinks.watch(kit.system(), probe.ref());
        List<NetworkLinks.Event> events = untilComplete();
        Set<String> up = new HashSet<>();
        Set<InetAddress> addresses = new HashSet<>();
        for (NetworkLinks.Event event : events) {
            if (event instanceof NetworkLinks.Link link && link.up()) {
                up.add(link.index() + " " + link.name() + " " + link.mtu() + " " + link.loopback());
            } else if (event instanceof NetworkLinks.Address address) {
                addresses.add(address.address());
            }
        }
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isUp()) {
                assertThat(up)
                        .contains(
                                each.getIndex() + " " + each.getName() + " " + each.getMTU() + " " + each.isLoopback());
            }
            for (InterfaceAddress address : each.getInterfaceAddresses()) {
                assertThat(addresses).contains(withoutScope(address.getAddress()));
            }
        }
        watch.tell(new NetworkLinks.Close());
        probe.expectTerminated(watch);
    }

    /** Java's own addresses of IPv6 have a scope. */
    private static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void changesThatWereLostAreToldAndAllIsToldAgain() {
        FaultySyscalls kernel = new FaultySyscalls(Syscalls.linux())
                .fail("read", 1, Errno.ENOBUFS) // during the first answer
                .fail("read", 9, Errno.EINTR);
        NetworkLinks.watch(kernel, kit.system(), probe.ref());
        List<NetworkLinks.Event> events = untilComplete();
        assertThat(events).filteredOn(NetworkLinks.Overrun.class::isInstance).hasSize(1);
        List<NetworkLinks.Event> after = events.subList(events.indexOf(new NetworkLinks.Overrun()), events.size());
        assertThat(after).filteredOn(NetworkLinks.Link.class::isInstance).isNotEmpty();
        assertThat(after).filteredOn(NetworkLinks.Address.class::isInstance).isNotEmpty();
    }

    /** The kernel says so in a message, after all was told. */
    @Test
    void anOverrunThatIsAMessageIsToldAndAllIsToldAgain() {
        AtomicBoolean pending = new AtomicBoolean(true);
        Syscalls linux = Syscalls.linux();
        Syscalls kernel = (Syscalls) Proxy.newProxyInstance(
                Syscalls.class.getClassLoader(), new Class<?>[] {Syscalls.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(linux, arguments);
                    boolean dry = method.getName().equals("read") && ((Long) result) == -Errno.EAGAIN;
                    if (dry && pending.compareAndSet(true, false)) {
                        NativeMemory.view((long) arguments[1], Netlink.SIZE_NLMSGHDR)
                                .putInt(Netlink.OFFSET_LEN, Netlink.SIZE_NLMSGHDR)
                                .putShort(Netlink.OFFSET_TYPE, (short) Netlink.NLMSG_OVERRUN)
                                .putShort(Netlink.OFFSET_FLAGS, (short) 0)
                                .putInt(Netlink.OFFSET_SEQ, 0);
                        return (long) Netlink.SIZE_NLMSGHDR;
                    }
                    return result;
                });
        NetworkLinks.watch(kernel, kit.system(), probe.ref());
        assertThat(untilComplete()).isNotEmpty();
        List<NetworkLinks.Event> again = untilComplete();
        assertThat(again).startsWith(new NetworkLinks.Overrun());
        assertThat(again).filteredOn(NetworkLinks.Link.class::isInstance).isNotEmpty();
    }

    @Test
    void failuresAreTold() {
        for (String call : new String[] {"socket", "setsockopt", "write", "read"}) {
            FaultySyscalls kernel = new FaultySyscalls(Syscalls.linux()).fail(call, 1, Errno.ENOMEM);
            ActorRef<NetworkLinks.Command> watch = NetworkLinks.watch(kernel, kit.system(), probe.ref());
            assertThat(probe.expectMessageClass(NetworkLinks.Failed.class, PATIENCE)
                            .cause()
                            .errno())
                    .isEqualTo(Errno.ENOMEM);
            probe.expectTerminated(watch);
        }
    }

    /** In a network of its own, with a loopback interface that is down. */
    @Test
    void changesAreTold() throws IOException, InterruptedException {
        assumeTrue(run("unshare", "-n", "ip", "link", "set", "lo", "up"), "network namespaces may be made here");
        Process program = new ProcessBuilder(
                        "unshare",
                        "-n",
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LinksProgram.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = program.inputReader()) {
            expect(output, "Complete[]");
            in(program, "link", "set", "lo", "up");
            expect(output, "Link[index=1, name=lo, up=true, running=true, loopback=true, mtu=65536");
            expect(output, "Address[link=1, address=/127.0.0.1, prefix=8]");
            in(program, "addr", "add", "10.9.8.7/24", "dev", "lo");
            expect(output, "Address[link=1, address=/10.9.8.7, prefix=24]");
            in(program, "addr", "del", "10.9.8.7/24", "dev", "lo");
            expect(output, "AddressGone[link=1, address=/10.9.8.7, prefix=24]");
            in(program, "link", "set", "lo", "mtu", "1500");
            expect(output, "Link[index=1, name=lo, up=true, running=true, loopback=true, mtu=1500");
            in(program, "link", "set", "lo", "down");
            expect(output, "Link[index=1, name=lo, up=false, running=false");
            for (int i = 0; i < 2; i++) {
                if (run(command(program, "tuntap", "add", "dev", "tap7", "mode", "tap"))) {
                    expect(output, "name=tap7, up=false");
                    in(program, "link", "del", "tap7");
                    expect(output, "name=tap7]");
                }
            }
            program.getOutputStream().close();
            assertThat(program.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
    }

    private static String[] command(Process program, String... arguments) {
        List<String> command = new ArrayList<>(List.of("nsenter", "-t", "" + program.pid(), "-n", "ip"));
        command.addAll(List.of(arguments));
        return command.toArray(new String[0]);
    }

    private static void in(Process program, String... arguments) throws IOException, InterruptedException {
        assertThat(run(command(program, arguments)))
                .as(String.join(" ", arguments))
                .isTrue();
    }

    /** Reads on to a line with that. */
    private static void expect(BufferedReader output, String text) throws IOException {
        String line;
        do {
            line = output.readLine();
            assertThat(line).as("before " + text).isNotNull();
        } while (!line.contains(text));
    }
}

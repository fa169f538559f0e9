// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.os.OsTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device would tell comes through a FIFO. */
class InputDeviceTest extends OsTest {
    private static final int KEY = 1;

    @TempDir
    Path folder;

    private Path path;
    private TestProbe<InputDevice.Event> probe;
    private FileOutputStream device;
    private final ByteBuffer events = ByteBuffer.allocate(64 * 1024).order(ByteOrder.nativeOrder());

    @BeforeEach
    void plugIn() {
        path = folder.resolve("event0");
        Fifo.make(path, 0600);
        probe = kit.createTestProbe();
    }

    @AfterEach
    void unplug() throws IOException {
        if (device != null) {
            device.close();
        }
    }

    private ActorRef<InputDevice.Command> open(Syscalls syscalls) throws IOException {
        ActorRef<InputDevice.Command> input = InputDevice.open(syscalls, kit.system(), path, probe.ref());
        probe.expectMessage(PATIENCE, new InputDevice.Opened(path, input));
        unplug();
        device = new FileOutputStream(path.toFile());
        return input;
    }

    private void event(int second, int type, int code, int value) {
        events.putLong(second)
                .putLong(5)
                .putShort((short) type)
                .putShort((short) code)
                .putInt(value);
    }

    private void report() {
        event(0, InputSource.EV_SYN, InputSource.SYN_REPORT, 0);
    }

    private byte[] taken() {
        byte[] bytes = new byte[events.position()];
        events.flip().get(bytes).clear();
        return bytes;
    }

    private static InputDevice.Input key(int second, int code, int value) {
        return new InputDevice.Input(Instant.ofEpochSecond(second, 5_000), KEY, code, value);
    }

    private List<InputDevice.Input> inputs(int count) {
        List<InputDevice.Input> told = new ArrayList<>();
        while (told.size() < count) {
            told.addAll(
                    probe.expectMessageClass(InputDevice.Inputs.class, PATIENCE).inputs());
        }
        return told;
    }

    @Test
    void whatBelongsTogetherIsToldTogether() throws IOException {
        open(Syscalls.linux());
        event(1, KEY, 30, 1);
        device.write(taken());
        event(1, KEY, 0xffff, -1);
        report();
        device.write(taken());
        probe.expectMessage(PATIENCE, new InputDevice.Inputs(List.of(key(1, 30, 1), key(1, 0xffff, -1))));
        event(2, KEY, 30, 0);
        report();
        device.write(taken());
        probe.expectMessage(PATIENCE, new InputDevice.Inputs(List.of(key(2, 30, 0))));
    }

    /** A device does not do that; a pipe may. */
    @Test
    void eventsInPiecesArePutTogether() throws IOException {
        open(Syscalls.linux());
        List<InputDevice.Input> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            event(i, KEY, i, i);
            report();
            expected.add(key(i, i, i));
        }
        byte[] bytes = taken();
        for (int at = 0, length = 1; at < bytes.length; at += length, length = length % 97 + 1) {
            device.write(bytes, at, Math.min(length, bytes.length - at));
        }
        assertThat(inputs(200)).isEqualTo(expected);
    }

    @Test
    void whatTheKernelHasDroppedIsTold() throws IOException {
        open(Syscalls.linux());
        event(1, KEY, 1, 1);
        report();
        event(2, KEY, 2, 1);
        event(2, InputSource.EV_SYN, InputSource.SYN_DROPPED, 0);
        event(2, KEY, 3, 1);
        report();
        event(3, KEY, 4, 1);
        report();
        device.write(taken());
        probe.expectMessage(PATIENCE, new InputDevice.Inputs(List.of(key(1, 1, 1))));
        probe.expectMessage(PATIENCE, new InputDevice.Dropped());
        probe.expectMessage(PATIENCE, new InputDevice.Inputs(List.of(key(3, 4, 1))));
    }

    @Test
    void aGroupWithoutAnEndIsToldInPieces() throws IOException {
        open(Syscalls.linux());
        for (int i = 0; i < 2048; i++) {
            event(i, KEY, 1, 1);
        }
        device.write(taken());
        assertThat(inputs(2048)).hasSize(2048);
    }

    @Test
    void aDeviceThatIsUnpluggedIsTold() throws IOException {
        ActorRef<InputDevice.Command> input = open(Syscalls.linux());
        device.close();
        probe.expectMessage(PATIENCE, new InputDevice.Gone(path));
        probe.expectTerminated(input);
        input = open(new FaultySyscalls(Syscalls.linux()).fail("read", 1, Errno.ENODEV));
        device.write(0);
        probe.expectMessage(PATIENCE, new InputDevice.Gone(path));
        probe.expectTerminated(input);
    }

    @Test
    void failuresAreTold() throws IOException {
        Path none = folder.resolve("none");
        ActorRef<InputDevice.Command> input = InputDevice.open(kit.system(), none, probe.ref());
        assertThat(probe.expectMessageClass(InputDevice.Failed.class, PATIENCE).cause())
                .hasMessage("openat('" + none + "'): ENOENT (No such file or directory)");
        probe.expectTerminated(input);
        input = open(new FaultySyscalls(Syscalls.linux())
                .fail("read", 1, Errno.EINTR)
                .fail("read", 2, Errno.EIO));
        device.write(0);
        assertThat(probe.expectMessageClass(InputDevice.Failed.class, PATIENCE)
                        .cause()
                        .call())
                .isEqualTo("read('" + path + "')");
        probe.expectTerminated(input);
    }
}

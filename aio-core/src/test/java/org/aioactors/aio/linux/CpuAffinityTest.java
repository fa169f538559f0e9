// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CpuAffinityTest {
    private final Syscalls linux = Syscalls.linux();
    private final Set<Integer> before = CpuAffinity.get(linux);

    @AfterEach
    void restore() {
        CpuAffinity.set(linux, before);
    }

    private static String allowed() throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aThreadIsPinnedToOneProcessor() throws IOException {
        for (int cpu : before) {
            CpuAffinity.set(linux, Set.of(cpu));
            assertThat(CpuAffinity.get(linux)).containsExactly(cpu);
            assertThat(allowed()).isEqualTo(String.valueOf(cpu));
        }
    }

    @Test
    void whatTheProcessMayUseDoesNotChangeWithAThread() {
        CpuAffinity.set(linux, Set.of(before.iterator().next()));
        assertThat(CpuAffinity.ofProcess(linux)).isEqualTo(before);
    }

    @Test
    void aProcessorThatTheMachineLacksIsLeftOut() {
        int first = before.iterator().next();
        CpuAffinity.set(linux, Set.of(first, 8191));
        assertThat(CpuAffinity.get(linux)).containsExactly(first);
    }

    @Test
    void onlyProcessorsThatTheMachineLacksAreRefused() {
        assertThatExceptionOfType(SyscallException.class)
                .isThrownBy(() -> CpuAffinity.set(linux, Set.of(8191)))
                .withMessage("sched_setaffinity(cpus=[8191]): EINVAL (Invalid argument)");
        assertThat(CpuAffinity.get(linux)).isEqualTo(before);
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> CpuAffinity.set(linux, Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> CpuAffinity.set(linux, Set.of(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> CpuAffinity.set(linux, Set.of(8192)));
    }

    @Test
    void failuresAreNamed() {
        FaultySyscalls faulty = new FaultySyscalls(linux)
                .fail("schedGetAffinity", 1, Errno.ENOSYS)
                .fail("schedSetAffinity", 1, Errno.EPERM);
        assertThatExceptionOfType(SyscallException.class)
                .isThrownBy(() -> CpuAffinity.get(faulty))
                .withMessageStartingWith("sched_getaffinity: ENOSYS");
        assertThatExceptionOfType(SyscallException.class)
                .isThrownBy(() -> CpuAffinity.set(faulty, before))
                .withMessageStartingWith("sched_setaffinity(cpus=");
    }
}

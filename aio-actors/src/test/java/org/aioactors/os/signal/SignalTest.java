// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalTest {
    @Test
    void namesAndNumbersBelongTogether() {
        assertThat(Signal.of("TERM")).isEqualTo(Signal.TERM).isEqualTo(Signal.of("sigterm"));
        assertThat(Signal.TERM).hasToString("SIGTERM");
        assertThat(new Signal(34)).hasToString("SIGRTMIN+0");
        assertThatIllegalArgumentException().isThrownBy(() -> Signal.of("NO")).withMessageContaining("NO");
        assertThatIllegalArgumentException().isThrownBy(() -> new Signal(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Signal(65));
    }

    @Test
    void theShellKnowsTheSame() throws Exception {
        Process shell =
                new ProcessBuilder("sh", "-c", "i=1; while [ $i -le 31 ]; do kill -l $i; i=$((i+1)); done").start();
        String[] names = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n");
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < names.length; i++) {
            String name = names[i].equals("POLL") ? "IO" : names[i];
            if (!name.equals(Integer.toString(i + 1))) { // which it does not know
                assertThat(new Signal(i + 1).name()).isEqualTo(name);
            }
        }
        assertThat(names).hasSize(31);
    }
}

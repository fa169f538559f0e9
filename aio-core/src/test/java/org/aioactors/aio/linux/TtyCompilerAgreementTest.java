// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the kernel's headers for the numbers of terminals: {@code termios2} is not in those of the C library. */
class TtyCompilerAgreementTest {
    private static final String HEADERS = """
            #include <stddef.h>
            #include <stdio.h>
            #include <asm/termios.h>
            #include <asm/ioctls.h>
            """;

    @Test
    void onTerminals(@TempDir Path folder) throws Exception {
        Map<String, Long> ours = new TreeMap<>();
        for (Class<?> owner : List.of(Termios.class, TtyIo.class)) {
            for (Field field : owner.getDeclaredFields()) {
                boolean fromC = !field.getName().matches("(SIZE|OFFSET|OPEN)_.*|CODES");
                if (fromC && Modifier.isStatic(field.getModifiers())) {
                    long value = ((Number) field.get(null)).longValue();
                    String cast = field.getType() == int.class ? "(int) " : "";
                    ours.put(cast + field.getName(), value);
                }
            }
        }
        Termios.CODES.forEach((baud, code) -> ours.put("B" + baud, (long) code));
        ours.put("sizeof(struct termios2)", (long) Termios.SIZE_TERMIOS2);
        ours.put("offsetof(struct termios2, c_iflag)", (long) Termios.OFFSET_IFLAG);
        ours.put("offsetof(struct termios2, c_oflag)", (long) Termios.OFFSET_OFLAG);
        ours.put("offsetof(struct termios2, c_cflag)", (long) Termios.OFFSET_CFLAG);
        ours.put("offsetof(struct termios2, c_lflag)", (long) Termios.OFFSET_LFLAG);
        ours.put("offsetof(struct termios2, c_cc)", (long) Termios.OFFSET_CC);
        ours.put("offsetof(struct termios2, c_ispeed)", (long) Termios.OFFSET_ISPEED);
        ours.put("offsetof(struct termios2, c_ospeed)", (long) Termios.OFFSET_OSPEED);
        ours.put("sizeof(struct winsize)", (long) WinSize.SIZE_WINSIZE);
        ours.put("offsetof(struct winsize, ws_row)", (long) WinSize.OFFSET_ROW);
        ours.put("offsetof(struct winsize, ws_col)", (long) WinSize.OFFSET_COL);
        assertThat(ours).containsKeys("(int) CRTSCTS", "TCSETS2", "B4000000", "(int) NCCS");
        assertThat(new CCompiler(folder, HEADERS).evaluate(ours.keySet())).isEqualTo(ours);
    }
}

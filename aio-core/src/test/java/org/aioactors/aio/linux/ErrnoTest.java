// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class ErrnoTest {
    @Test
    void everyConstantHasItsOwnName() throws IllegalAccessException {
        Field[] constants = Errno.class.getFields();
        assertThat(constants).isNotEmpty();
        for (Field constant : constants) {
            assertThat(Errno.name(constant.getInt(null))).isEqualTo(constant.getName());
        }
    }

    @Test
    void describesWithNameAndText() {
        assertThat(Errno.describe(1)).isEqualTo("EPERM (Operation not permitted)");
        assertThat(Errno.describe(Errno.EADDRINUSE)).isEqualTo("EADDRINUSE (Address already in use)");
        assertThat(Errno.describe(133)).startsWith("EHWPOISON (");
    }

    @Test
    void anUnknownNumberStaysANumber() {
        assertThat(Errno.name(4711)).isEqualTo("errno 4711");
        assertThat(Errno.describe(0)).isEqualTo("errno 0");
        assertThat(Errno.describe(41)).isEqualTo("errno 41");
    }
}

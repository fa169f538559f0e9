// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Files through TLS. */
class TlsWriteFileTest extends TcpWriteFileTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }

    /** It is read off the loop and encrypted: whether the part that is there was sent by then is open. */
    @Test
    @Override
    void aFileThatIsTooShortEndsTheConnection() {
        connected.connection().tell(new Tcp.WriteFile(file, SIZE - 10, 11, "file"));
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class, PATIENCE).cause())
                .matches("pread\\(fd=\\d+\\): the file is shorter than was to be written");
    }
}

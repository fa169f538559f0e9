// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import java.util.List;
import org.aioactors.os.tty.LineMarks.Break;
import org.aioactors.os.tty.LineMarks.Damaged;
import org.aioactors.os.tty.LineMarks.Data;
import org.aioactors.os.tty.LineMarks.Piece;
import org.junit.jupiter.api.Test;

class LineMarksTest extends TtyTest {
    private final LineMarks marks = new LineMarks();

    private List<Piece> split(int... values) {
        return marks.split(string(values));
    }

    private static ByteString string(int... values) {
        return ByteString.fromInts(values);
    }

    @Test
    void breaksAndDamagedBytesAreTakenOut() {
        assertThat(split(1, 2, 0xff, 0, 0, 3, 0xff, 0, 0xff, 0xff, 0, 7, 0xff, 0xff, 4))
                .containsExactly(
                        new Data(string(1, 2)),
                        new Break(),
                        new Data(string(3)),
                        new Damaged(0xff),
                        new Damaged(7),
                        new Data(string(0xff, 4)));
        assertThat(split()).isEmpty();
    }

    @Test
    void aMarkMayBeCut() {
        assertThat(split(1, 0xff)).containsExactly(new Data(string(1)));
        assertThat(split(0)).isEmpty();
        assertThat(split(0, 2)).containsExactly(new Break(), new Data(string(2)));
        assertThat(split(0xff)).isEmpty();
        assertThat(split(0xff)).containsExactly(new Data(string(0xff)));
    }

    /** A pseudoterminal has no breaks, but doubles what looks like a mark. */
    @Test
    void allBytesPassAMarkedLine() {
        Tty.Opened opened = open(TerminalOptions.serial(9_600).withMarks());
        byte[] all = new byte[256];
        for (int value = 0; value < all.length; value++) {
            all[value] = (byte) value;
        }
        send(all);
        ByteString received = receive(all.length + 1);
        assertThat(marks.split(received)).containsExactly(new Data(ByteString.fromArray(all)));
        close(opened);
    }
}

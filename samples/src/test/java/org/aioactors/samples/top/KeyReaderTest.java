// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys of what a terminal sends. */
class KeyReaderTest {
    /** What is typed; in it {@code |} is a pause that ends an escape sequence. */
    private static List<Key> keys(String typed) throws IOException {
        StringBuilder left = new StringBuilder(typed);
        KeyReader reader = new KeyReader(new KeyReader.Input() {
            @Override
            public int read() {
                return next();
            }

            @Override
            public int read(long timeoutMs) {
                return left.length() == 0 ? -1 : next();
            }

            private int next() {
                if (left.length() == 0) {
                    return -1;
                }
                char c = left.charAt(0);
                left.deleteCharAt(0);
                return c == '|' ? -2 : c;
            }
        });
        List<Key> keys = new ArrayList<>();
        do {
            keys.add(reader.next());
        } while (left.length() > 0);
        return keys;
    }

    @Test
    void lettersAndControlCharacters() throws IOException {
        assertThat(keys("qp<>rkj\rb?x\u0003"))
                .containsExactly(
                        Key.QUIT,
                        Key.PAUSE,
                        Key.LEFT,
                        Key.RIGHT,
                        Key.REVERSE,
                        Key.UP,
                        Key.DOWN,
                        Key.ENTER,
                        Key.BACK,
                        Key.HELP,
                        Key.OTHER,
                        Key.QUIT);
    }

    @Test
    void arrowsInBothModes() throws IOException {
        assertThat(keys("\u001b[A\u001b[B\u001bOC\u001bOD")).containsExactly(Key.UP, Key.DOWN, Key.RIGHT, Key.LEFT);
    }

    @Test
    void aSequenceThatIsNoneOfOursIsReadToItsEnd() throws IOException {
        assertThat(keys("\u001b[15~p\u001b[1;5Ap")).containsExactly(Key.OTHER, Key.PAUSE, Key.OTHER, Key.PAUSE);
        assertThat(keys("\u001bxp")).containsExactly(Key.OTHER, Key.PAUSE);
    }

    @Test
    void escapeAloneGoesBack() throws IOException {
        assertThat(keys("\u001b|p")).containsExactly(Key.BACK, Key.PAUSE);
        assertThat(keys("\u001b")).containsExactly(Key.BACK);
    }

    @Test
    void theEndOfTheInputQuits() throws IOException {
        assertThat(keys("")).containsExactly(Key.QUIT);
    }
}

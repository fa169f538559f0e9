// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.samples.chat.irc.Names;

/** Lists of words that may be longer than a line. */
final class Words {
    /** What is left of a line behind the longest source, nickname and target. */
    private static final int ROOM_BYTES = 340;

    private Words() {}

    /** The words, in as many texts as it takes for each to fit in one line; none if there are no words. */
    static List<String> texts(Iterable<String> words, String separator) {
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int bytes = 0;
        for (String word : words) {
            int more = separator.length() + Names.utf8Length(word);
            if (bytes > 0 && bytes + more > ROOM_BYTES) {
                texts.add(text.toString());
                text.setLength(0);
                bytes = 0;
            }
            text.append(bytes > 0 ? separator : "").append(word);
            bytes += more;
        }
        if (bytes > 0) {
            texts.add(text.toString());
        }
        return texts;
    }
}

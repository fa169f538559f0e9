// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each query of CHATHISTORY, on messages a to j at 1000, 1001, 1002, ... ms, of which d, e and f are of one moment, and c came
 * last of all, with a time of the past.
 */
class SelectionTest {
    private static final String EPOCH = "1970-01-01T00:00:01.";

    private final HistoryIndex index = new HistoryIndex(HistorySettings.IN_MEMORY);

    SelectionTest() {
        add("a", 1000);
        add("b", 1001);
        add("d", 1003);
        add("e", 1003);
        add("f", 1003);
        add("g", 1006);
        add("h", 1007);
        add("i", 1008);
        add("j", 1009);
        add("c", 1002);
        index.add(Entries.entry("#other", 1005, "z"), 10, Slot.NOT_LOGGED);
    }

    private void add(String msgid, long timeMs) {
        index.add(Entries.entry(Entries.CHANNEL, timeMs, msgid), 10, Slot.NOT_LOGGED);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "LATEST #c * 3, hij",
                "LATEST #c * 99, abcdefghij",
                "LATEST #c msgid=g 2, ij",
                "LATEST #c msgid=g 99, hij",
                "LATEST #c timestamp=003 99, ghij",
                "LATEST #c msgid=d 99, efghij",
                "BEFORE #c msgid=c 99, ab",
                "BEFORE #c msgid=j 2, hi",
                "BEFORE #c msgid=a 2, ''",
                "BEFORE #c timestamp=003 99, abc",
                "BEFORE #c timestamp=004 2, ef",
                "BEFORE #c msgid=f 2, de",
                "AFTER #c msgid=c 2, de",
                "AFTER #c msgid=j 2, ''",
                "AFTER #c timestamp=003 2, gh",
                "AFTER #c timestamp=002 2, de",
                "AFTER #c timestamp=000 99, bcdefghij",
                "AROUND #c msgid=e 3, def",
                "AROUND #c msgid=e 4, cdef",
                "AROUND #c msgid=a 4, abcd",
                "AROUND #c timestamp=005 4, efgh",
                "AROUND #c msgid=e 1, e",
                "BETWEEN #c msgid=b msgid=g 99, cdef",
                "BETWEEN #c msgid=b msgid=g 2, cd",
                "BETWEEN #c msgid=g msgid=b 2, ef",
                "BETWEEN #c msgid=g msgid=b 99, cdef",
                "BETWEEN #c timestamp=001 timestamp=006 99, cdef",
                "BETWEEN #c timestamp=006 timestamp=001 99, cdef",
                "BETWEEN #c timestamp=006 timestamp=001 1, f",
                "BETWEEN #c timestamp=003 timestamp=003 9, ''",
                "BETWEEN #c msgid=b timestamp=003 9, c",
                "BETWEEN #c timestamp=009 msgid=g 1, i",
                "BETWEEN #c msgid=e msgid=e 9, ''",
                "LATEST #c msgid=unknown 9, -",
                "BEFORE #c msgid=z 9, -",
                "BETWEEN #c msgid=a msgid=unknown 9, -",
                "LATEST #nowhere * 9, ''",
                "AFTER #other timestamp=000 9, z"
            })
    void tells(String query, String expected) {
        List<String> parameters = Arrays.asList(query.replace("timestamp=", "timestamp=" + EPOCH)
                .replaceAll("(timestamp=\\S+)", "$1Z")
                .split(" ", -1));
        HistoryRequest.Messages request = (HistoryRequest.Messages) HistoryRequest.parse(parameters, 100);
        List<Slot> found = index.select(request.target(), request.selection(), request.limit());
        assertThat(found == null ? null : letters(found)).isEqualTo(expected);
    }

    private static String letters(List<Slot> slots) {
        StringBuilder letters = new StringBuilder();
        slots.forEach(slot -> letters.append(Objects.requireNonNull(slot.entry).msgid()));
        return letters.toString();
    }

    @Test
    void targetsAreTheConversationsThatOneMaySee() {
        add("#quiet", "q", 900);
        add(Conversation.ofAccounts("bob", "alice"), "p", 1020);
        add(Conversation.ofAccounts("bob", "carol"), "s", 1021);
        assertThat(targets(0, 5000, 9)).containsExactly("#quiet 900", "#other 1005", "#c 1009", "bob 1020");
        assertThat(targets(5000, 0, 9)).containsExactly("#quiet 900", "#other 1005", "#c 1009", "bob 1020");
        assertThat(targets(0, 5000, 2)).containsExactly("#quiet 900", "#other 1005");
        assertThat(targets(5000, 0, 2)).containsExactly("#c 1009", "bob 1020");
        assertThat(targets(1005, 1020, 9)).containsExactly("#c 1009");
    }

    private void add(String conversation, String msgid, long timeMs) {
        index.add(Entries.entry(conversation, timeMs, msgid), 10, Slot.NOT_LOGGED);
    }

    private List<String> targets(long fromMs, long toMs, int limit) {
        History.AskTargets ask = new History.AskTargets(
                java.util.Set.of("#c", "#other", "#quiet", "#empty"), "alice", fromMs, toMs, limit, 1, null);
        return index.targets(ask).stream()
                .map(target -> target.name() + " " + target.latestMs())
                .toList();
    }
}

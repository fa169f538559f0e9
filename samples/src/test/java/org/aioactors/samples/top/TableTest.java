// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The text of the table, as it is to be. */
class TableTest {
    private static final Sample BEFORE = Samples.with(
            Samples.of(0, Samples.dispatcher(3, List.of(), Samples.loop(1, 0, 12_000), Samples.loop(2, 0, 0))),
            List.of(Samples.tcp("127.0.0.1:6667", 90, 90, 0), Samples.tcp("outgoing", 0, 0, 0)),
            List.of(Samples.udp("connected", 0, 0), Samples.udp("[2001:db8:1234:5678:9abc:def0:1234:5678]:53", 1, 0)));
    private static final Sample AFTER = Samples.with(
            Samples.of(
                    2,
                    Samples.dispatcher(
                            5,
                            List.of(
                                    new Sample.OfStall(4, "x", "another", 9),
                                    new Sample.OfStall(
                                            5,
                                            "akka.actor.default-dispatcher-2",
                                            "mailbox of Actor[a]",
                                            3_000_000_000L)),
                            Samples.loop(1, 100, 6_000),
                            Samples.stalled(Samples.loop(2, 1_234_567, 0)))),
            List.of(Samples.tcp("127.0.0.1:6667", 100, 110, 2_469_134), Samples.tcp("outgoing", 0, 0, 0)),
            List.of(
                    Samples.udp("connected", 0, 0),
                    Samples.udp("[2001:db8:1234:5678:9abc:def0:1234:5678]:53", 1, 1_000)));

    private static Windows windows() {
        Windows windows = new Windows();
        windows.add(BEFORE);
        windows.add(AFTER);
        return windows;
    }

    private static List<Line> table(View view) {
        return Table.of(view, Rates.between(BEFORE, AFTER), windows());
    }

    private static String text(List<Line> lines) {
        return lines.stream().map(line -> line.text().stripTrailing()).collect(Collectors.joining("\n"));
    }

    @Test
    void eightyColumnsHaveRoomForAll() {
        List<Line> lines = table(View.of("process 7", 80, false));
        assertThat(text(lines)).isEqualTo("""
            aio-top: process 7, a second over the last 2.0 s

            akka.actor.default-dispatcher of shop: stalls 5 (+2), blocks 2, relief 1
            LOOP  TURNS   MSGS  WAKES   PAID   VAIN QUEUE STEALS ACTORS  WINDOW
               1     50    100    400    300    350     0    200      3     6us           █▅
            !  2   617k  1.23M  4.94M  3.70M  4.32M     1  2.47M      6       0           ▁▁
            stall 3s ago on loop 2: mailbox of Actor[a]

            TCP                            OPEN      NEW     IN B    OUT B   HELD B  REFUSED
            127.0.0.1:6667                  100       10    1.23M    2.47M    16.4k        0

            UDP                            OPEN       IN     IN B      OUT    OUT B     LOST
            ...9abc:def0:1234:5678]:53        1      500    50.0k      500    25.0k        7\
            """);
        assertThat(lines).allSatisfy(line -> assertThat(line.text()).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void theSortedColumnHasTheLargestFirst() {
        assertThat(text(table(View.of("it", 80, true).withSort(Column.TURNS, false))))
                .containsSubsequence("!  2", "   1");
        assertThat(text(table(View.of("it", 80, true).withSort(Column.TURNS, true))))
                .containsSubsequence("   1", "!  2");
        assertThat(text(table(View.of("it", 80, true)))).containsSubsequence("   1", "!  2");
    }

    @Test
    void aWiderTerminalShowsMoreOfTheWindow() {
        Windows windows = windows();
        for (int i = 0; i < 30; i++) {
            windows.add(AFTER);
        }
        String row = Table.of(View.of("it", 100, false), Rates.between(BEFORE, AFTER), windows)
                .get(4)
                .text();
        assertThat(row).hasSize(100).endsWith("us █" + "▅".repeat(31));
    }

    @Test
    void theChosenLoopAndTheHeldUpOneAreMarked() {
        View view = View.of("it", 80, true);
        assertThat(table(view).get(3).tone()).isEqualTo(Line.Tone.HEADER);
        assertThat(table(view).get(4).tone()).isEqualTo(Line.Tone.PLAIN);
        assertThat(table(view).get(5).tone()).isEqualTo(Line.Tone.WARNING);
        assertThat(table(view.withChosen(new LoopKey(Samples.DISPATCHER, 2)))
                        .get(5)
                        .tone())
                .isEqualTo(Line.Tone.CHOSEN);
    }

    @Test
    void aNarrowTerminalGetsWhatHasRoom() {
        assertThat(table(View.of("it", 20, true)))
                .allSatisfy(line -> assertThat(line.text()).hasSizeLessThanOrEqualTo(20));
    }

    @Test
    void thatThereIsNoSystemIsSaid() {
        Sample none = new Sample(0, 0, List.of(), List.of(), List.of());
        assertThat(text(Table.of(View.of("it", 80, true), Rates.between(none, none), new Windows())))
                .endsWith("There is no actor system with the Aio extension now.");
    }

    @Test
    void theDetailOfALoopHasAllFigures() {
        LoopKey second = new LoopKey(Samples.DISPATCHER, 2);
        assertThat(text(Detail.of(View.of("process 7", 80, true), second, Rates.between(BEFORE, AFTER), windows())))
                .isEqualTo("""
                    aio-top: process 7, a second over the last 2.0 s

                    loop akka.actor.default-dispatcher-2 of shop: 6 actors, 1 queued, held up

                                                                    A SECOND        IN ALL
                    turns                                               617k       1234567
                    messages taken up                                  1.23M       2469134
                    tasks that are no actors                           1.85M       3703701
                    wake-ups written by other threads                  4.94M       9876536
                    spins that paid                                    3.70M       7407402
                    spins in vain                                      4.32M       8641969
                    waits in the kernel                                3.09M       6172835
                    steals                                             2.47M       4938268

                    spin window 0, at the last samples:
                                                                                                  __

                    stall 3s ago on loop 2: mailbox of Actor[a]\
                    """);
        LoopKey none = new LoopKey(Samples.DISPATCHER, 3);
        assertThat(text(Detail.of(View.of("it", 80, true), none, Rates.between(BEFORE, AFTER), windows())))
                .endsWith("akka.actor.default-dispatcher-3 has gone");
    }
}

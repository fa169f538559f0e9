// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page that has all loops and all sockets: text made of rates, and of nothing else. */
final class Table {
    private static final String SOCKETS = "%-27s%8s%9s%9s%9s%9s%9s";
    private static final int ADDRESS = 27;

    private final View view;
    private final List<Line> lines = new ArrayList<>();

    private Table(View view) {
        this.view = view;
    }

    /** The page, each line as wide as there is room at most. */
    static List<Line> of(View view, Rates rates, Windows windows) {
        Table table = new Table(view);
        table.title(rates);
        if (rates.systems() == 0) {
            table.lines.add(Line.warning("There is no actor system with the Aio extension now."));
        }
        for (Rates.OfDispatcher dispatcher : rates.dispatchers()) {
            table.dispatcher(dispatcher, windows);
        }
        table.tcp(rates.tcp());
        table.udp(rates.udp());
        return table.lines.stream().map(line -> line.cut(view.width())).toList();
    }

    /** What is watched, and over what time. */
    static Line title(View view, Rates rates) {
        return Line.plain("aio-top: " + view.target() + ", a second over the last "
                + String.format(Locale.ROOT, "%.1f s", rates.seconds()) + (view.paused() ? " (paused)" : ""));
    }

    private void title(Rates rates) {
        lines.add(title(view, rates));
    }

    private void dispatcher(Rates.OfDispatcher dispatcher, Windows windows) {
        Sample.OfDispatcher now = dispatcher.now();
        blank();
        lines.add(Line.plain(now.key().name() + " of " + now.key().system() + ": stalls " + now.stalls()
                + (dispatcher.newStalls() > 0 ? " (+" + dispatcher.newStalls() + ")" : "") + ", blocks "
                + now.announcedBlocks() + ", relief " + now.reliefThreads()));
        lines.add(header());
        for (Rates.OfLoop loop : view.sorted(dispatcher)) {
            lines.add(loop(new LoopKey(now.key(), loop.now().number()), loop, windows));
        }
        lastStall(now);
    }

    private void lastStall(Sample.OfDispatcher now) {
        if (!now.lastStalls().isEmpty()) {
            lines.add(stall(now.key(), now.lastStalls().get(now.lastStalls().size() - 1)));
        }
    }

    /** Who it was, in a line. The loop is called by its number, if it was one: the name is long and the room is little. */
    static Line stall(Sample.Key dispatcher, Sample.OfStall stall) {
        String prefix = dispatcher.name() + "-";
        String where = stall.loop().startsWith(prefix) ? stall.loop().substring(prefix.length()) : stall.loop();
        return Line.warning("stall " + Numbers.ofNs(stall.ageNs()) + " ago on loop " + where + ": " + stall.culprit());
    }

    private Line header() {
        StringBuilder text = new StringBuilder();
        for (Column column : Column.values()) {
            text.append(column.header());
        }
        return Line.header(text.toString()).fill(view.width());
    }

    private Line loop(LoopKey key, Rates.OfLoop loop, Windows windows) {
        StringBuilder text = new StringBuilder();
        for (Column column : Column.values()) {
            text.append(column.text(loop));
        }
        int room = view.width() - text.length() - 1;
        if (room > 0) {
            text.append(' ').append(Sparkline.of(windows.of(key), room, view.ascii()));
        }
        if (loop.now().stalled()) {
            text.setCharAt(0, '!');
        }
        Line.Tone tone = loop.now().stalled() ? Line.Tone.WARNING : Line.Tone.PLAIN;
        return new Line(text.toString(), key.equals(view.chosen()) ? Line.Tone.CHOSEN : tone).fill(view.width());
    }

    private void tcp(List<Rates.OfTcp> all) {
        List<Rates.OfTcp> used = all.stream()
                .filter(group -> !group.now().key().name().equals("outgoing")
                        || group.now().total() > 0)
                .toList();
        if (used.isEmpty()) {
            return;
        }
        blank();
        row(SOCKETS, true, "TCP", "OPEN", "NEW", "IN B", "OUT B", "HELD B", "REFUSED");
        for (Rates.OfTcp group : used) {
            row(
                    SOCKETS,
                    false,
                    address(group.now().key()),
                    Numbers.ofCount(group.now().connections()),
                    Numbers.of(group.newConnections()),
                    Numbers.of(group.receivedBytes()),
                    Numbers.of(group.sentBytes()),
                    Numbers.of((double) group.now().heldBytes()),
                    Numbers.ofCount(group.now().refusedWrites()));
        }
    }

    private void udp(List<Rates.OfUdp> all) {
        List<Rates.OfUdp> used = all.stream()
                .filter(group -> group.now().sockets() > 0
                        || group.now().sentDatagrams() + group.now().receivedDatagrams() > 0)
                .toList();
        if (used.isEmpty()) {
            return;
        }
        blank();
        row(SOCKETS, true, "UDP", "OPEN", "IN", "IN B", "OUT", "OUT B", "LOST");
        for (Rates.OfUdp group : used) {
            row(
                    SOCKETS,
                    false,
                    address(group.now().key()),
                    Numbers.ofCount(group.now().sockets()),
                    Numbers.of(group.receivedDatagrams()),
                    Numbers.of(group.receivedBytes()),
                    Numbers.of(group.sentDatagrams()),
                    Numbers.of(group.sentBytes()),
                    Numbers.ofCount(group.now().lost()));
        }
    }

    private static String address(Sample.Key key) {
        String name = key.name();
        return name.length() < ADDRESS ? name : "..." + name.substring(name.length() - ADDRESS + 4);
    }

    private void row(String format, boolean isHeader, Object... cells) {
        String text = String.format(Locale.ROOT, format, cells);
        lines.add(isHeader ? Line.header(text).fill(view.width()) : Line.plain(text));
    }

    private void blank() {
        lines.add(Line.plain(""));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The terminal, from which keys come and on which pages are shown, until it is closed: then it is as it was. Closing it is for
 * whoever ends the program in whatever way, so signals that would end it are events as well.
 */
final class Screen implements AutoCloseable {
    /** The signals that end a program, with the statuses that say so. */
    private static final Map<String, Integer> ENDING = Map.of("INT", 130, "TERM", 143, "HUP", 129);

    private static final long LONG_MS = 3_600_000;

    private final Terminal terminal;
    private final boolean coloured;
    private final Attributes before;
    private final Display display;
    private Size size;

    private Screen(Terminal terminal, boolean coloured) {
        this.terminal = terminal;
        this.coloured = coloured;
        before = terminal.enterRawMode(); // in which Ctrl-C and Ctrl-Z are keys
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        display = new Display(terminal, true);
        size = terminal.getSize();
        display.resize(size);
        display.clear();
    }

    /**
     * Takes over the terminal that the program was started on, and tells of its keys and of all that is to end the program.
     *
     * @param environment where NO_COLOR is looked for
     * @throws TopException if there is none, or its cursor can't be moved
     */
    static Screen open(UnaryOperator<@Nullable String> environment, Consumer<Event> listener)
            throws TopException, IOException {
        Terminal terminal;
        try {
            terminal = TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .nativeSignals(true)
                    .graphemeCluster(false)
                    .build();
        } catch (IllegalStateException | IOException e) {
            throw usage("the input or the output is no terminal");
        }
        if (terminal.getStringCapability(Capability.cursor_address) == null) {
            String type = terminal.getType();
            terminal.close();
            throw usage("a terminal of the type " + type + " can't show a page that changes");
        }
        ENDING.forEach((name, status) -> Signals.register(name, () -> listener.accept(new Event.Ended(status))));
        terminal.handle(Terminal.Signal.WINCH, signal -> listener.accept(new Event.Resized()));
        String noColor = environment.apply("NO_COLOR");
        Screen screen = new Screen(terminal, noColor == null || noColor.isEmpty());
        screen.readKeys(listener);
        return screen;
    }

    private static TopException usage(String what) {
        return new TopException(TopException.Status.USAGE, what + "; --once and --json need none");
    }

    private void readKeys(Consumer<Event> listener) {
        KeyReader keys = new KeyReader(new KeyReader.Input() {
            @Override
            public int read() throws IOException {
                int c;
                do {
                    c = terminal.reader().read(LONG_MS); // without a time limit it could not be closed
                } while (c == NonBlockingReader.READ_EXPIRED);
                return c;
            }

            @Override
            public int read(long timeoutMs) throws IOException {
                return terminal.reader().read(timeoutMs);
            }
        });
        Thread thread = new Thread(null, () -> readKeys(keys, listener), "keys", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private static void readKeys(KeyReader keys, Consumer<Event> listener) {
        try {
            Key key;
            do {
                key = keys.next();
                listener.accept(new Event.Pressed(key));
            } while (key != Key.QUIT);
        } catch (IOException closedOrHungUp) {
            listener.accept(new Event.Pressed(Key.QUIT));
        }
    }

    /** Whether it has no characters but those of ASCII. */
    boolean isAscii() {
        return !terminal.encoding().newEncoder().canEncode(Sparkline.LOWEST);
    }

    int width() {
        return size.getColumns();
    }

    int height() {
        return size.getRows();
    }

    /** It has another size: what is on it may be anywhere. */
    void resized() {
        size = terminal.getSize();
        display.resize(size);
        display.clear();
    }

    /** Shows as many lines as it has. */
    void show(List<Line> lines) {
        display.update(lines.stream().map(this::styled).toList(), size.cursorPos(size.getRows() - 1, 0));
    }

    private AttributedString styled(Line line) {
        AttributedStyle style =
                switch (line.tone()) {
                    case PLAIN -> AttributedStyle.DEFAULT;
                    case HEADER -> AttributedStyle.INVERSE;
                    case CHOSEN -> AttributedStyle.BOLD;
                    case WARNING ->
                        coloured ? AttributedStyle.DEFAULT.foreground(AttributedStyle.RED) : AttributedStyle.DEFAULT;
                };
        return new AttributedString(line.text(), style);
    }

    @Override
    public void close() throws IOException {
        terminal.puts(Capability.cursor_normal);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
        terminal.setAttributes(before);
        terminal.close();
    }
}

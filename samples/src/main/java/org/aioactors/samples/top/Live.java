// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The page that changes, until a key, a signal or the end of the target ends it. */
final class Live {
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** Returns the status to end with. */
    int run(Connection connection, TopOptions options) throws TopException, IOException, InterruptedException {
        try (Screen screen = Screen.open(System::getenv, events::add)) {
            Sampler sampler = Sampler.start(connection, options.pace(), events::add);
            try {
                return show(screen, sampler, new Page(View.of(connection.name(), screen.width(), screen.isAscii())));
            } finally {
                sampler.close();
            }
        }
    }

    private int show(Screen screen, Sampler sampler, Page page) throws TopException, InterruptedException {
        while (true) {
            screen.show(page.lines(screen.width(), screen.height()));
            Event event = events.take();
            if (event instanceof Event.Sampled sampled) {
                page.add(sampled.sample());
            } else if (event instanceof Event.Failed failed) {
                throw failed.reason();
            } else if (event instanceof Event.Resized) {
                screen.resized();
            } else if (event instanceof Event.Ended ended) {
                return ended.status();
            } else if (event instanceof Event.Pressed pressed) {
                if (pressed.key() == Key.QUIT) {
                    return 0;
                }
                page.press(pressed.key());
                sampler.quicken();
            }
        }
    }
}

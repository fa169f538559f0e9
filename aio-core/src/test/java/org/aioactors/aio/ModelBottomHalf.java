// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

/** What a random test knows of a bottom half. */
final class ModelBottomHalf {
    private final RandomLoop loop;
    final String name;
    private BottomHalf real;
    private boolean scheduled;
    boolean idle;

    ModelBottomHalf(RandomLoop loop, String name) {
        this.loop = loop;
        this.name = name;
        this.real = loop.context.newBottomHalf(name, this::run);
    }

    private void run() {
        assertThat(isToRun()).as("%s is to run", name).isTrue();
        scheduled = false;
        loop.queue.remove(this);
        loop.called(name);
    }

    boolean isToRun() {
        return scheduled;
    }

    void change() {
        switch (loop.random.nextInt(6)) {
            case 0 -> scheduleIdle();
            case 1 -> cancel();
            case 2 -> replace();
            default -> schedule();
        }
    }

    private void schedule() {
        real.schedule();
        queue();
        idle = false;
    }

    private void scheduleIdle() {
        real.scheduleIdle();
        idle = !scheduled || idle;
        queue();
    }

    private void queue() {
        scheduled = true;
        if (!loop.queue.contains(this)) {
            loop.queue.add(this);
        }
    }

    /** It keeps its place in the queue. */
    private void cancel() {
        real.cancel();
        scheduled = false;
    }

    private void replace() {
        real.close();
        scheduled = false;
        loop.queue.remove(this);
        BottomHalf[] next = new BottomHalf[1];
        next[0] = loop.context.newBottomHalf(name, () -> {
            assertThat(real).as("%s, which was closed", name).isSameAs(next[0]);
            run();
        });
        real = next[0];
    }
}

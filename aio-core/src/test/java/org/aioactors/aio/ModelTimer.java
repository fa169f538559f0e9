// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

/** What a random test knows of a timer; the natural order is that in which they fire. */
final class ModelTimer implements Comparable<ModelTimer> {
    private final RandomLoop loop;
    final String name;
    private final AioTimer real;
    private boolean armed;
    private long expireNs;
    private long armedAs;

    ModelTimer(RandomLoop loop, String name) {
        this.loop = loop;
        this.name = name;
        this.real = loop.context.newTimer(ClockType.REALTIME, this::run);
    }

    private void run() {
        assertThat(isDue(loop.clock.timeNs())).as("%s is due", name).isTrue();
        armed = false;
        loop.called(name);
    }

    boolean isDue(long nowNs) {
        return armed && expireNs <= nowNs;
    }

    void change() {
        long timeNs = loop.clock.timeNs() + loop.random.nextInt(200);
        switch (loop.random.nextInt(4)) {
            case 0 -> cancel();
            case 1 -> anticipate(timeNs);
            default -> modify(timeNs);
        }
    }

    private void modify(long timeNs) {
        real.modify(timeNs);
        armed = true;
        expireNs = timeNs;
        armedAs = ++loop.armings;
    }

    private void anticipate(long timeNs) {
        if (!armed || timeNs < expireNs) {
            modify(timeNs);
        } else {
            real.anticipate(timeNs);
        }
    }

    private void cancel() {
        real.cancel();
        armed = false;
    }

    @Override
    public int compareTo(ModelTimer other) {
        return expireNs != other.expireNs
                ? Long.compare(expireNs, other.expireNs)
                : Long.compare(armedAs, other.armedAs);
    }
}

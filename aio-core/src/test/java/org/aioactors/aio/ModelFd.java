// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;

/** What a random test knows of an fd: an eventfd, which is readable while it is set and always writable. */
final class ModelFd {
    /** A handler as it was set. */
    private final class Registration {
        final boolean reads = loop.random.nextBoolean();
        final boolean writes = !reads || loop.random.nextInt(5) == 0;
        final boolean external = loop.random.nextInt(4) == 0;
        final boolean drains = loop.random.nextInt(4) > 0;
        final boolean askable = loop.random.nextBoolean();

        FdHandler handler() {
            FdHandler.Builder builder = FdHandler.builder();
            if (reads) {
                builder.onReadable(this::read);
            }
            if (writes) {
                builder.onWritable(this::written);
            }
            if (external) {
                builder.external();
            }
            if (askable) {
                builder.isReady(this::isReady);
            }
            return builder.build();
        }

        private void checkCallable() {
            assertThat(current).as("the handler of %s", name).isSameAs(this);
            assertThat(external && loop.externalDisabled > 0)
                    .as("%s is held back", name)
                    .isFalse();
        }

        private void read() {
            checkCallable();
            if (drains) {
                source.testAndClear();
                set = false;
            }
            loop.called(name + " read");
        }

        private void written() {
            checkCallable();
            loop.called(name + " written");
        }

        private boolean isReady() {
            checkCallable();
            return set;
        }
    }

    private final RandomLoop loop;
    final String name;
    EventNotifier source = EventNotifier.create(Syscalls.linux());
    private boolean set;
    private Registration current;

    ModelFd(RandomLoop loop, String name) {
        this.loop = loop;
        this.name = name;
    }

    void change() {
        switch (loop.random.nextInt(6)) {
            case 0 -> remove();
            case 1 -> reopen();
            case 2 -> signal();
            default -> watch();
        }
    }

    void watch() {
        current = new Registration();
        loop.context.setFdHandler(source.fd(), current.handler());
    }

    void remove() {
        current = null;
        loop.context.removeFdHandler(source.fd());
    }

    /** Another eventfd, most likely with the same number, now or for the next one that is opened. */
    private void reopen() {
        remove();
        source.close();
        source = EventNotifier.create(Syscalls.linux());
        set = false;
    }

    void signal() {
        source.set();
        set = true;
    }

    boolean isToBeRead() {
        return current != null && current.reads && set;
    }

    /** What the next turn calls. */
    Stream<String> expectedCalls() {
        if (current == null || (current.external && loop.externalDisabled > 0)) {
            return Stream.empty();
        }
        return Stream.concat(
                isToBeRead() ? Stream.of(name + " read") : Stream.empty(),
                current.writes ? Stream.of(name + " written") : Stream.empty());
    }
}

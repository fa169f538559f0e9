// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A callback that throws is reported and harms nobody else; an error of the virtual machine ends the poll. */
class FailingCallbackTest extends MonitorContract {
    FailingCallbackTest(MonitorSetup setup) {
        super(setup);
    }

    /** The places where callbacks run. */
    enum Place {
        BOTTOM_HALF {
            @Override
            void put(FailingCallbackTest test, Runnable callback) {
                test.context.scheduleOneshot("work", callback);
            }
        },
        READ {
            @Override
            void put(FailingCallbackTest test, Runnable callback) {
                test.watch(callback, FdHandler::reading);
            }
        },
        WRITE {
            @Override
            void put(FailingCallbackTest test, Runnable callback) {
                test.watch(callback, FdHandler::writing);
            }
        },
        TIMER {
            @Override
            void put(FailingCallbackTest test, Runnable callback) {
                test.context.newTimer(ClockType.REALTIME, callback).modify(0);
            }
        };

        abstract void put(FailingCallbackTest test, Runnable callback);
    }

    /** Watches a ready fd with a callback that runs once. */
    private void watch(Runnable callback, Function<Runnable, FdHandler> kind) {
        EventNotifier source = setSource();
        context.setFdHandler(source.fd(), kind.apply(() -> {
            context.removeFdHandler(source.fd());
            callback.run();
        }));
    }

    private void putEverywhere(Runnable callback) {
        for (Place place : Place.values()) {
            place.put(this, callback);
        }
    }

    @Test
    void theErrorHandlerHearsWhoFailedAndEverybodyElseIsServed() {
        Runnable failing = () -> {
            throw new IllegalArgumentException("on purpose");
        };
        putEverywhere(logging("ran"));
        putEverywhere(failing);
        putEverywhere(logging("ran"));
        assertThat(turn()).hasSize(2 * Place.values().length);
        assertThat(takeErrors())
                .hasSize(Place.values().length)
                .allMatch(error -> error.endsWith(": java.lang.IllegalArgumentException: on purpose"))
                .anyMatch(error -> error.startsWith("bottom half 'work'"))
                .anyMatch(error -> error.startsWith("onReadable of 'fd "))
                .anyMatch(error -> error.startsWith("onWritable of 'fd "))
                .anyMatch(error -> error.startsWith("timer 'REALTIME'"));
        assertThat(turn()).isEmpty();
    }

    @Test
    void afterAFailedReadTheSameFdIsWritten() {
        EventNotifier source = setSource();
        FdHandler handler = FdHandler.builder()
                .onReadable(() -> {
                    throw new IllegalArgumentException("on purpose");
                })
                .onWritable(logging("write"))
                .build();
        context.setFdHandler(source.fd(), handler);
        assertThat(turn()).containsExactly("write");
        assertThat(takeErrors()).hasSize(1);
    }

    @Test
    void anAssertionErrorIsReportedToo() {
        putEverywhere(() -> {
            throw new AssertionError("on purpose");
        });
        assertThat(turn()).isEmpty();
        assertThat(takeErrors()).hasSize(Place.values().length);
    }

    @Test
    void soIsAStackOverflow() {
        putEverywhere(() -> {
            throw new StackOverflowError("on purpose");
        });
        assertThat(turn()).isEmpty();
        assertThat(takeErrors()).hasSize(Place.values().length);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void anErrorOfTheVirtualMachineIsThrownOn(Place place) {
        putEverywhere(logging("ran"));
        place.put(this, () -> {
            throw new InternalError("on purpose");
        });
        putEverywhere(logging("ran"));
        assertThatThrownBy(() -> context.poll(false))
                .isInstanceOf(InternalError.class)
                .hasMessage("on purpose");
        // The loop is still in order: what was not reached is served by the next turns.
        context.poll(false);
        context.poll(false);
        assertThat(takeLog()).hasSize(2 * Place.values().length);
    }

    @Test
    void aFailingOnErrorIsReported() {
        Pipe pipe = pipe();
        FdHandler handler = FdHandler.builder()
                .onWritable(logging("write"))
                .onError(events -> {
                    context.removeFdHandler(pipe.readFd());
                    throw new IllegalArgumentException("on purpose");
                })
                .build();
        context.setFdHandler(pipe.readFd(), handler);
        pipe.closeWriter();
        assertThat(turn()).isEmpty();
        assertThat(takeErrors()).singleElement().asString().startsWith("onError of 'fd " + pipe.readFd() + "'");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.TtyIo;
import org.jspecify.annotations.Nullable;

/** Does what an open terminal is told that is not a byte, and answers. The loop's thread only. */
final class TtyControl {
    /** The kernel tells nobody when a line has sent all: how often to look. */
    static final Duration DRAIN_INTERVAL = Duration.ofMillis(10);

    /** What its timers tell its actor, for {@link #onTimer}. */
    sealed interface Timer extends DeadLetterSuppression permits EndBreak, LookAtModem, LookAtDrain {}

    private record EndBreak(Tty.SendBreak request) implements Timer {}

    private record LookAtModem(Tty.WatchModem request) implements Timer {}

    /** No record: two may ask for the same. */
    private static final class LookAtDrain implements Timer {
        private final Tty.Drain request;

        LookAtDrain(Tty.Drain request) {
            this.request = request;
        }
    }

    private final OpenTty tty;
    private final Syscalls syscalls;
    private final AioContext context;
    private final TimerScheduler<Object> timers;
    private final Runnable listen;

    /** Those that wait for the line to send, in the order in which they came. */
    private final Set<LookAtDrain> draining = new LinkedHashSet<>();

    /** Another thread is about to close the terminal, or has: its descriptor may be another's. */
    private boolean ended;

    /** While there is one. */
    private Tty.@Nullable SendBreak sending;

    /** What the last look at the modem lines has found, as {@code TIOCM_} bits. */
    private int modem;

    /** Who hears of another size of the window; null if nobody does. */
    private Tty.@Nullable WatchSize sizeWatch;

    /** The last that it has heard of. */
    private TerminalSize size = TerminalSize.DEFAULT;

    /**
     * Of one terminal.
     *
     * @param listen has {@link #windowChanged} called when a window has changed, or {@link #doesNotListen}
     */
    TtyControl(OpenTty tty, AioContext context, TimerScheduler<Object> timers, Runnable listen) {
        this.listen = listen;
        this.tty = tty;
        this.syscalls = tty.syscalls();
        this.context = context;
        this.timers = timers;
    }

    void handle(Tty.Control command) {
        try {
            Tty.Event answer = answer(command);
            if (answer != null) {
                command.replyTo().tell(answer);
            }
        } catch (TtyException e) {
            command.replyTo().tell(new Tty.Failed(command, e));
        }
    }

    /** Null if it comes later. */
    private Tty.@Nullable Event answer(Tty.Control command) {
        if (ended) {
            throw closed();
        }
        if (command instanceof Tty.Configure configure) {
            return new Tty.Line(configure, tty.configure(configure.options()));
        } else if (command instanceof Tty.ReadLine read) {
            return new Tty.Line(read, tty.line());
        } else if (command instanceof Tty.ReadSize read) {
            return new Tty.Size(read, tty.size());
        } else if (command instanceof Tty.WatchSize watch) {
            sizeWatch = watch;
            size = tty.size();
            listen.run();
            return new Tty.Size(watch, size);
        } else if (command instanceof Tty.Resize resize) {
            tty.resize(resize.size());
            return new Tty.Done(resize);
        } else if (command instanceof Tty.Discard discard) {
            return discard(discard);
        } else if (command instanceof Tty.Drain drain) {
            drain(new LookAtDrain(drain));
            return null;
        } else if (command instanceof Tty.SendBreak send) {
            beginBreak(send);
            return null;
        }
        return modemAnswer(command);
    }

    private Tty.Event modemAnswer(Tty.Control command) {
        if (command instanceof Tty.SetModem set) {
            return setModem(set);
        }
        int now = modemLines();
        if (command instanceof Tty.WatchModem watch) {
            modem = now;
            timers.startTimerWithFixedDelay(LookAtModem.class, new LookAtModem(watch), watch.interval());
        }
        return new Tty.Modem(command, ModemLine.of(now));
    }

    private int modemLines() {
        return tty.check(TtyIo.modemLines(syscalls, tty.number()), "ioctl(TIOCMGET)");
    }

    private Tty.Event setModem(Tty.SetModem set) {
        int on = ModemLine.bits(set.on());
        int off = ModemLine.bits(set.off());
        if (on != 0) {
            tty.check(TtyIo.raiseModemLines(syscalls, tty.number(), on), "ioctl(TIOCMBIS)");
        }
        if (off != 0) {
            tty.check(TtyIo.lowerModemLines(syscalls, tty.number(), off), "ioctl(TIOCMBIC)");
        }
        return new Tty.Done(set);
    }

    private Tty.Event discard(Tty.Discard discard) {
        int queues = !discard.output() ? TtyIo.TCIFLUSH : discard.input() ? TtyIo.TCIOFLUSH : TtyIo.TCOFLUSH;
        tty.check(TtyIo.flush(syscalls, tty.number(), queues), "ioctl(TCFLSH)");
        return new Tty.Done(discard);
    }

    private void beginBreak(Tty.SendBreak send) {
        if (sending != null) {
            throw new TtyException("ioctl(TIOCSBRK)", tty.path(), Errno.EALREADY);
        }
        tty.check(TtyIo.beginBreak(syscalls, tty.number()), "ioctl(TIOCSBRK)");
        sending = send;
        timers.startSingleTimer(EndBreak.class, new EndBreak(send), send.duration());
    }

    void onTimer(Timer timer) {
        if (ended) {
            return; // it was in the mailbox already
        }
        if (timer instanceof EndBreak) {
            endBreak();
        } else if (timer instanceof LookAtModem look) {
            lookAtModem(look.request);
        } else if (timer instanceof LookAtDrain look) {
            drain(look);
        }
    }

    /** Ends a break that there is. The connection has ended, or the time has come. */
    void endBreak() {
        Tty.SendBreak ending = sending;
        if (ending == null) {
            return;
        }
        sending = null;
        int result = TtyIo.endBreak(syscalls, tty.number());
        ending.replyTo()
                .tell(
                        result < 0
                                ? new Tty.Failed(ending, new TtyException("ioctl(TIOCCBRK)", tty.path(), -result))
                                : new Tty.Done(ending));
    }

    private void lookAtModem(Tty.WatchModem watch) {
        try {
            int now = modemLines();
            int changed = now ^ modem;
            modem = now;
            if (!ModemLine.of(changed).isEmpty()) {
                watch.replyTo().tell(new Tty.ModemChanged(ModemLine.of(now), ModemLine.of(changed)));
            }
        } catch (TtyException gone) {
            timers.cancel(LookAtModem.class);
            watch.replyTo().tell(new Tty.Failed(watch, gone));
        }
    }

    /** The window of some terminal of this process has another size, or several changes were told as one. */
    void windowChanged() {
        Tty.WatchSize watch = sizeWatch;
        if (watch == null || ended) {
            return;
        }
        try {
            TerminalSize now = tty.size();
            if (!now.equals(size)) {
                size = now;
                watch.replyTo().tell(new Tty.SizeChanged(now));
            }
        } catch (TtyException gone) {
            watch.replyTo().tell(new Tty.Failed(watch, gone));
        }
    }

    /** Changes of the window can't be heard of. */
    void doesNotListen(String reason) {
        Tty.WatchSize watch = sizeWatch;
        if (watch != null) {
            sizeWatch = null;
            watch.replyTo()
                    .tell(new Tty.Failed(
                            watch, new TtyException("sigaction(SIGWINCH)", tty.path(), Errno.EINVAL, reason)));
        }
    }

    private TtyException closed() {
        return new TtyException("ioctl", tty.path(), Errno.ECANCELED, OpenTty.CLOSED);
    }

    /** The terminal is about to be closed by another thread: it is asked nothing any more, and who waits is answered. Idempotent. */
    void end() {
        if (ended) {
            return;
        }
        timers.cancel(LookAtModem.class);
        boolean allSent = tty.unsentBytes() == 0;
        for (LookAtDrain look : List.copyOf(draining)) {
            timers.cancel(look);
            if (allSent) {
                drain(look);
            } else {
                drained(look.request, closed());
            }
        }
        ended = true;
    }

    /** What the chip holds at last is waited for by a thread. */
    private void drain(LookAtDrain look) {
        if (tty.unsentBytes() > 0) {
            draining.add(look);
            timers.startSingleTimer(look, look, DRAIN_INTERVAL);
            return;
        }
        draining.remove(look);
        Tty.Drain drain = look.request;
        try {
            context.offload(
                    "drain of " + tty,
                    () -> {
                        tty.drain();
                        return drain;
                    },
                    (done, failure) -> drained(drain, failure));
        } catch (RejectedExecutionException full) {
            drained(drain, full);
        }
    }

    private void drained(Tty.Drain drain, @Nullable Throwable failure) {
        drain.replyTo()
                .tell(
                        failure == null
                                ? new Tty.Done(drain)
                                : new Tty.Failed(drain, cause(failure, "ioctl(TCSBRK)", tty.path())));
    }

    /** What has kept a thread from doing its work. */
    static TtyException cause(Throwable failure, String call, String path) {
        return failure instanceof TtyException known
                ? known
                : new TtyException(call, path, Errno.ECANCELED, String.valueOf(failure.getMessage()));
    }
}

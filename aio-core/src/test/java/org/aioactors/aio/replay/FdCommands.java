// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.util.List;
import java.util.function.Supplier;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.replay.Commands.Arguments;

/** The commands for fds and their handlers. */
final class FdCommands {
    private final Supplier<AioContext> context;
    private final NamedFds fds;
    private final Callbacks callbacks;

    FdCommands(Supplier<AioContext> context, NamedFds fds, Callbacks callbacks) {
        this.context = context;
        this.fds = fds;
        this.callbacks = callbacks;
    }

    void defineIn(Commands commands) {
        commands.define("efd", arguments -> fds.eventfd(arguments.word()));
        commands.define("pipe", arguments -> fds.pipe(arguments.word(), arguments.word()));
        commands.define("sockpair", arguments -> fds.socketPair(arguments.word(), arguments.word()));
        commands.define("file", arguments -> fds.regularFile(arguments.word()));
        commands.define("signal", arguments -> fds.signal(arguments.word()));
        commands.define("drain", arguments -> fds.drain(arguments.word()));
        commands.define("put", arguments -> fds.put(arguments.word()));
        commands.define("fill", arguments -> fds.fill(arguments.word()));
        commands.define("close", arguments -> fds.close(arguments.word()));
        commands.define("set", arguments -> set(arguments.word(), arguments.rest()));
        commands.define("unset", arguments -> unset(arguments.word()));
        commands.define("setpoll", arguments -> setPollCallbacks(arguments.word(), arguments.rest()));
        commands.define("mefd", this::setMany);
        commands.define("munset", this::unsetMany);
    }

    private void set(String fd, List<String> flags) {
        FdHandler.Builder handler = FdHandler.builder();
        for (String flag : flags) {
            switch (flag) {
                case "r" -> handler.onReadable(() -> callbacks.run(fd + Callbacks.READ));
                case "w" -> handler.onWritable(() -> callbacks.run(fd + Callbacks.WRITE));
                case "p" -> handler.isReady(() -> callbacks.test(fd));
                case "ext" -> handler.external();
                default -> throw new IllegalArgumentException("set: unknown flag " + flag);
            }
        }
        context.get().setFdHandler(fds.number(fd), handler.build());
    }

    private void unset(String fd) {
        context.get().removeFdHandler(fds.number(fd));
    }

    private void setPollCallbacks(String fd, List<String> kinds) {
        Runnable onBegin = null;
        Runnable onEnd = null;
        for (String kind : kinds) {
            Runnable callback = () -> callbacks.run(fd + "." + kind);
            switch (kind) {
                case "begin" -> onBegin = callback;
                case "end" -> onEnd = callback;
                default -> throw new IllegalArgumentException("setpoll: unknown callback " + kind);
            }
        }
        context.get().setPollCallbacks(fds.number(fd), onBegin, onEnd);
    }

    private void setMany(Arguments arguments) {
        String prefix = arguments.word();
        int count = arguments.integer();
        List<String> flags = arguments.rest();
        for (int i = 0; i < count; i++) {
            fds.eventfd(prefix + i);
            set(prefix + i, flags);
        }
    }

    private void unsetMany(Arguments arguments) {
        String prefix = arguments.word();
        int count = arguments.integer();
        for (int i = 0; i < count; i++) {
            unset(prefix + i);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.example.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdHandler;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;

/** Has a loop woken by an fd, while the Flight Recorder looks on, and prints what it can see of the loop's module. */
public final class HearsAnFd {
    private static boolean woken;

    private HearsAnFd() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        try (Recording recording = new Recording()) {
            recording.enable("org.aioactors.Wait");
            recording.start();
            hear();
            recording.stop();
            System.out.println("recorded: " + !eventsOf(recording).isEmpty());
        }
        System.out.println("module: " + AioContext.class.getModule().getName());
        System.out.println("fdmon: " + open("org.aioactors.aio.fdmon.WatchSet"));
    }

    private static void hear() {
        try (AioContext context = AioContext.builder().build();
                EventNotifier notifier = EventNotifier.create(Syscalls.linux())) {
            context.setFdHandler(notifier.fd(), FdHandler.reading(() -> woken = notifier.testAndClear()));
            notifier.set();
            while (!woken) {
                context.poll(true);
            }
            context.removeFdHandler(notifier.fd());
            System.out.println("woken");
        }
    }

    private static List<RecordedEvent> eventsOf(Recording recording) throws IOException {
        Path file = Files.createTempFile("hears-an-fd", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file);
        } finally {
            Files.delete(file);
        }
    }

    /** Tries what a curious program would. */
    private static String open(String hidden) {
        try {
            Class.forName(hidden).getConstructor().newInstance();
            return "open";
        } catch (IllegalAccessException e) {
            return e.getMessage();
        } catch (ReflectiveOperationException e) {
            return "open: " + e;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors.time;

import akka.event.LoggingAdapter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Akka's log, of which warnings and errors are kept. */
final class RecordingLog implements LoggingAdapter {
    final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    public boolean isWarningEnabled() {
        return true;
    }

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public void notifyError(String message) {
        lines.add(message);
    }

    @Override
    public void notifyError(Throwable cause, String message) {
        lines.add(message + ": " + cause);
    }

    @Override
    public void notifyWarning(String message) {
        lines.add(message);
    }

    @Override
    public void notifyInfo(String message) {
        throw new AssertionError(message);
    }

    @Override
    public void notifyDebug(String message) {
        throw new AssertionError(message);
    }
}

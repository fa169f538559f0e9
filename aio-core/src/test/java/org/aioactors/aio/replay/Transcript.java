// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.util.ArrayList;
import java.util.List;

/**
 * What a replay does and sees, in the words of the traces. Used by one thread at a time: the home thread waits while the other
 * thread runs.
 */
final class Transcript {
    static final String COMMENT = "#";
    static final String COMMAND = "> ";
    static final String COMMAND_IN_CALLBACK = "+";
    static final String COMMAND_ON_OTHER_THREAD = "*";
    static final String EVENT = "<";
    static final String SYSTEM_CALL = "~";
    static final String END = "! ";

    private final List<String> lines = new ArrayList<>();

    /** How many polls are on the home thread's stack. */
    private int depth;

    private boolean quiet;

    List<String> lines() {
        return lines;
    }

    void comment(String line) {
        lines.add(line);
    }

    void command(String command) {
        lines.add(COMMAND + command);
    }

    void commandInCallback(String command) {
        add(COMMAND_IN_CALLBACK, command);
    }

    void commandOnOtherThread(String command) {
        add(COMMAND_ON_OTHER_THREAD, command);
    }

    /** Something every port must reproduce. */
    void event(String event) {
        add(EVENT, event);
    }

    /** Something that only a port with the same monitors reproduces. */
    void systemCall(String call) {
        if (!quiet) {
            add(SYSTEM_CALL, call);
        }
    }

    /** The scenario can't go on. */
    void end(String reason) {
        lines.add(END + reason);
    }

    private void add(String kind, String text) {
        lines.add(kind + depth + " " + text);
    }

    void enterPoll() {
        depth++;
    }

    void leavePoll() {
        depth--;
    }

    /** Hides system calls. */
    void setQuiet(boolean hide) {
        quiet = hide;
    }
}

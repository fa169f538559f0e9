// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

/** A line of text, and what it is. */
record Line(String text, Tone tone) {
    /** How a line is shown, where it can be. */
    enum Tone {
        PLAIN,
        HEADER,
        CHOSEN,
        WARNING
    }

    static Line plain(String text) {
        return new Line(text, Tone.PLAIN);
    }

    static Line header(String text) {
        return new Line(text, Tone.HEADER);
    }

    static Line warning(String text) {
        return new Line(text, Tone.WARNING);
    }

    /** Not longer than that. */
    Line cut(int width) {
        return text.length() <= width ? this : new Line(text.substring(0, width), tone);
    }

    /** The header as wide as the page, so that it can be shown as a bar. */
    Line fill(int width) {
        return tone == Tone.PLAIN || tone == Tone.WARNING
                ? this
                : new Line(text + " ".repeat(Math.max(0, width - text.length())), tone);
    }
}

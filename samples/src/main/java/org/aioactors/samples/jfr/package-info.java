// SPDX-License-Identifier: Apache-2.0
/**
 * Reads what the Flight Recorder has of loops, and tells in a page where their time went.
 *
 * <pre>
 *   AioJfr ──► RecordingReader ──► LoopTime, Stalls ──► Page        (text)
 *                                                   └─► TimePlot, WindowPlot  (SVG)
 * </pre>
 */
@NullMarked
package org.aioactors.samples.jfr;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * TCP for Akka Streams: {@link org.aioactors.stream.AioTcp}, in the shapes of {@code akka.stream.javadsl.Tcp}. Needs
 * {@code akka-stream} on the class path, which the rest of this library does without.
 *
 * <pre>
 *   AioTcp ── BindStage ──Bind, ResumeAccepting──► listener           one element a connection
 *        └─── ConnectionStage ── ConnectionLogic ──ResumeReading──►  connection     downstream's demand
 *                                     │          ◄──Received──
 *                                 WriteWindow    ──Write──►                         upstream's elements
 *                                                ◄──Ack──
 * </pre>
 *
 * <p>A stage is a handler of {@link org.aioactors.net.Tcp} as any other, in pull mode. It runs on the actor that its
 * graph was materialized into, wherever that lives.
 */
@NullMarked
package org.aioactors.stream;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The chat for browsers: a page, and IRC over WebSocket. Akka HTTP's layer on the sockets of {@link
 * org.aioactors.stream.AioTcp}; each connection is a stream, whose stages all run on the connection's loop.
 *
 * <pre>
 *   AioTcp ◄──bytes──► Akka HTTP's server layer ◄──► WebRoutes     / /metrics /health
 *                                               ◄──► Bridge        /irc: a line is a message
 *                                                      ▲ Tcp.ConnectionCommand
 *                                                      ▼ Tcp.Event
 *                                                    the client's handler, which takes it for a TCP connection
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package org.aioactors.samples.chat.web;

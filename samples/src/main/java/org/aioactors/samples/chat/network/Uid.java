// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

/**
 * Who a user is for the servers, whatever nickname they have at the time. Never used again, and never shown to clients.
 *
 * @param node the incarnation of the server that the user is connected to
 * @param number counts that server's users, from 1
 */
public record Uid(long node, long number) {}

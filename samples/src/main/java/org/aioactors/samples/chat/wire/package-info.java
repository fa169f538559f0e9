// SPDX-License-Identifier: Apache-2.0
/**
 * How messages go from one server to another: by Jackson, as Akka has it, and as {@code network.conf} says. All servers of a network must
 * have the same version of the records.
 */
@org.jspecify.annotations.NullMarked
package org.aioactors.samples.chat.wire;

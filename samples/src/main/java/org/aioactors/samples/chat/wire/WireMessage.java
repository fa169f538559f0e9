// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

/**
 * What one server of a network tells another: a record of records, strings, numbers, enums, lists, sets, maps and actor
 * references, or an interface of such records.
 */
public interface WireMessage {}

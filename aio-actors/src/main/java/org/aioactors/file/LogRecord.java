// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.util.ByteString;

/**
 * A record of a log. Immutable.
 *
 * @param sequence its number, from 0
 */
public record LogRecord(long sequence, ByteString data) {}

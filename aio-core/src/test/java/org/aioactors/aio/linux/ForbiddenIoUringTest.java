// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/** aio-core without io_uring. */
class ForbiddenIoUringTest extends ForbiddenIoUringContract {}

// SPDX-License-Identifier: Apache-2.0
package org.aioactors;

import org.aioactors.aio.linux.ForbiddenIoUringContract;

/** aio-actors without io_uring. */
class ForbiddenIoUringTest extends ForbiddenIoUringContract {}

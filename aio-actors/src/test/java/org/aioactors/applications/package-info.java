// SPDX-License-Identifier: Apache-2.0
/** Other people's applications, run on our dispatcher with nothing but five lines of configuration. */
@NullMarked
package org.aioactors.applications;

import org.jspecify.annotations.NullMarked;

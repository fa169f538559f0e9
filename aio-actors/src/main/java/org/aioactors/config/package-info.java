// SPDX-License-Identifier: Apache-2.0
/**
 * Settings read from the configuration, with errors that say where they stand and what is allowed. {@link
 * org.aioactors.config.AioConfigurationException} is for users; the reader is for the other packages of aio-actors alone.
 */
@NullMarked
package org.aioactors.config;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Accounts: passwords, SASL, and how to get one. No loop ever checks a password. */
@org.jspecify.annotations.NullMarked
package org.aioactors.samples.chat.account;

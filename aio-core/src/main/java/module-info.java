// SPDX-License-Identifier: Apache-2.0
/**
 * The event loop of one thread on Linux, {@link org.aioactors.aio.AioContext}, and what it is made of that others can use:
 * the kernel's calls and io_uring.
 *
 * <p>A program that uses it on the module path is started with {@code --enable-native-access=org.aioactors.aio} on JDK 22
 * and later, and needs nothing of the kind before.
 */
@SuppressWarnings("requires-automatic") // JNA's jar has a name, and no descriptor that would say what it requires
module org.aioactors.aio {
    requires com.sun.jna;
    requires org.slf4j;
    requires jdk.jfr;
    requires static transitive org.jspecify; // its annotations are in the signatures

    exports org.aioactors.aio;
    exports org.aioactors.aio.linux;
    exports org.aioactors.aio.linux.uring;
}

// SPDX-License-Identifier: Apache-2.0
/** A program that is a module: {@code ModulePathTest} compiles and runs it. */
module org.example.app {
    requires org.aioactors.aio;
    requires jdk.jfr;
}

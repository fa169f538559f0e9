// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM on this machine, by its process id: its own management agent is started, and listens to this machine only. */
record LocalJvm(long pid) implements Target {
    private static final Path PROC = Path.of("/proc");

    /** How long one waits for the end of a process that answers no more. */
    private static final Duration LONGEST_END = Duration.ofSeconds(3);

    @Override
    public Connection connect() throws TopException {
        if (ModuleLayer.boot().findModule("jdk.attach").isEmpty()) {
            throw new TopException(
                    TopException.Status.TARGET,
                    "this Java has no module jdk.attach: use a JDK, or HOST:PORT in place of a process id");
        }
        check();
        try {
            return new Connection("process " + pid, RemoteJvm.open(startAgent()), this::checkAlive);
        } catch (AttachNotSupportedException e) {
            throw refused("does not answer: it is stopped, or was started with -XX:+DisableAttachMechanism", e);
        } catch (IOException e) {
            throw refused("can't be attached to: " + Reason.of(e), e);
        }
    }

    private TopException refused(String why, Exception cause) {
        return new TopException("process " + pid + " " + why, cause);
    }

    private String startAgent() throws IOException, AttachNotSupportedException {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            return machine.startLocalManagementAgent();
        } finally {
            machine.detach();
        }
    }

    /** Attaching sends SIGQUIT, which would kill what is no JVM. */
    private void check() throws TopException {
        Path process = PROC.resolve(Long.toString(pid));
        if (!exists()) {
            throw failure("does not exist; `pgrep -a java` lists those that may be meant");
        }
        try {
            String owner = Files.getOwner(process).getName();
            String self = Files.getOwner(PROC.resolve("self")).getName();
            if (!owner.equals(self) && !self.equals("root")) {
                throw failure("belongs to " + owner + ", and you are " + self + ": run this as " + owner);
            }
            if (!hasJvm(process)) {
                throw failure("is no JVM, but "
                        + Files.readString(process.resolve("comm")).strip());
            }
        } catch (IOException e) {
            checkAlive();
            throw refused("can't be looked at: " + Reason.of(e), e);
        }
    }

    private static boolean hasJvm(Path process) throws IOException {
        try (Stream<String> maps = Files.lines(process.resolve("maps"), StandardCharsets.ISO_8859_1)) {
            return maps.anyMatch(line -> line.endsWith("/libjvm.so") || line.endsWith("/libjvm.so (deleted)"));
        }
    }

    private TopException failure(String what) {
        return new TopException(TopException.Status.TARGET, "process " + pid + " " + what);
    }

    private boolean exists() {
        return Files.exists(PROC.resolve(Long.toString(pid)));
    }

    private void checkAlive() throws TopException {
        if (ends()) {
            throw failure("has ended");
        }
    }

    /** A process that ends closes its connections some time before it is gone. */
    private boolean ends() {
        return ProcessHandle.of(pid)
                .map(process -> process.onExit()
                        .thenApply(ended -> true)
                        .completeOnTimeout(false, LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)
                        .join())
                .orElse(true);
    }
}

package dev.stormwatch.live.emulate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Emulators from npm, in the versions of the lock file beside this class; installed into {@code
 * target/} when they are first asked for.
 */
final class NpmPackages {

  static final String FAUXQS = "fauxqs";
  static final String KINESIS_LOCAL = "kinesis-local";

  private static final Path ROOM = Path.of("target", "emulators").toAbsolutePath();
  private static final String LOCK = "package-lock.json";
  private static final long INSTALL_MINUTES = 5;

  private NpmPackages() {}

  static boolean available() {
    return EmulatorProcess.program("node").isPresent()
        && EmulatorProcess.program("npm").isPresent();
  }

  /** SNS, SQS and S3 behind one endpoint. */
  static EmulatorProcess startFauxqs(String region) throws IOException, InterruptedException {
    int port = EmulatorProcess.freePort();
    ProcessBuilder command = node("fauxqs/dist/cli.js");
    command.environment().put("FAUXQS_PORT", Integer.toString(port));
    command.environment().put("FAUXQS_DEFAULT_REGION", region);
    return EmulatorProcess.start(command, port, ROOM.resolve("fauxqs-" + port + ".log"));
  }

  /** Kinesis, in JSON and CBOR; a stream takes half a second to become active, as it does there. */
  static EmulatorProcess startKinesis(String region) throws IOException, InterruptedException {
    int port = EmulatorProcess.freePort();
    ProcessBuilder command = node("kinesis-local/main.js");
    command.environment().put("KINESIS_MOCK_PLAIN_PORT", Integer.toString(port));
    command
        .environment()
        .put("KINESIS_MOCK_TLS_PORT", Integer.toString(EmulatorProcess.freePort()));
    command
        .environment()
        .put(
            "KINESIS_MOCK_CERT_PATH",
            ROOM.resolve("node_modules/kinesis-local/server.json").toString());
    command.environment().put("AWS_REGION", region);
    return EmulatorProcess.start(command, port, ROOM.resolve("kinesis-" + port + ".log"));
  }

  private static ProcessBuilder node(String script) throws IOException, InterruptedException {
    install();
    return new ProcessBuilder(
            List.of("node", ROOM.resolve("node_modules").resolve(script).toString()))
        .directory(ROOM.toFile());
  }

  /** One at a time: tests run in several processes, and each may be the first to ask. */
  private static synchronized void install() throws IOException, InterruptedException {
    Files.createDirectories(ROOM);
    // Closing the file opens it to the next.
    try (FileChannel door =
        FileChannel.open(
            ROOM.resolve("installing"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      door.lock();
      installUnlessThere();
    }
  }

  private static void installUnlessThere() throws IOException, InterruptedException {
    byte[] lock = resource(LOCK);
    Path installed = ROOM.resolve("node_modules").resolve("installed-" + LOCK);
    if (Files.exists(installed) && Arrays.equals(Files.readAllBytes(installed), lock)) {
      return;
    }
    Files.write(ROOM.resolve("package.json"), resource("package.json"));
    Files.write(ROOM.resolve(LOCK), lock);
    Path log = ROOM.resolve("npm.log");
    Process npm =
        new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            .directory(ROOM.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      npm.destroy();
    }
    if (!ended || npm.exitValue() != 0) {
      throw new IOException(
          "npm could not install the emulators ("
              + log
              + "); without network, skip what needs them with -D"
              + EmulatedAws.PROPERTY
              + "=none. npm said: "
              + EmulatorProcess.tail(log));
    }
    Files.write(installed, lock);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = NpmPackages.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}

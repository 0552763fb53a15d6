package dev.stormwatch.replay.cli;

import dev.stormwatch.live.LocalJob;
import dev.stormwatch.replay.UserException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the live application on this machine. */
@Command(
    name = "live",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs the live application in this process: Kinesis in, alerts out, with RocksDB, checkpoints and"
          + " Flink's web pages. Alerts are also printed.",
      "Credentials are those of AWS's own clients. It runs until it is stopped."
    })
public final class LiveCommand implements Callable<Integer> {

  private static final int MAX_PORT = 65_535;
  private static final int MAX_PARALLELISM = 128;

  /**
   * Held, since its level is forgotten with it. The connector's SDK warns of what it does without.
   */
  private static final Logger SDK =
      Logger.getLogger("org.apache.flink.kinesis.shaded.com.amazonaws");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--local",
      required = true,
      paramLabel = "FILE",
      description =
          "The application's runtime properties (JSON), as create-application takes them.")
  private Path properties = Path.of("");

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8081",
      description = "Port of Flink's web pages. Default: 8081.")
  private int port;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many threads work at once. Default: 2.")
  private int parallelism;

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      description = "Where checkpoints go. Else a folder that is new each time.")
  private @Nullable Path checkpoints;

  @Option(
      names = "--checkpoint-seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "From one checkpoint to the next. Default: 10.")
  private int checkpointSeconds;

  @Option(names = "--verbose", description = "Let Flink speak, on standard error.")
  private boolean verbose;

  @Override
  public Integer call() throws UserException {
    UserException.unlessWithin("--port", port, MAX_PORT);
    UserException.unlessWithin("--parallelism", parallelism, MAX_PARALLELISM);
    UserException.unlessWithin("--checkpoint-seconds", checkpointSeconds, Integer.MAX_VALUE);
    speak();
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    LocalJob job;
    try {
      job = LocalJob.of(properties);
    } catch (IllegalArgumentException e) {
      throw failure(e);
    }
    Path folder = folder();
    out.println("Flink's pages: http://localhost:" + port + "   checkpoints: " + folder);
    out.println("Alerts are printed as they are decided. Stop with Ctrl-C.");
    out.println("When nothing comes: jobs/stormwatch doctor " + properties);
    out.flush();
    try {
      job.run(port, parallelism, folder, checkpointSeconds);
      return 0;
    } catch (Exception e) {
      throw failure(e);
    }
  }

  private void speak() {
    System.setProperty("stormwatch.log.level", verbose ? "info" : "warn");
    System.setProperty("stormwatch.log.start", verbose ? "info" : "error");
    if (verbose) {
      System.setProperty("stormwatch.log.failure", "full");
      System.setProperty("stormwatch.log.failureLength", Integer.toString(Integer.MAX_VALUE));
      System.setProperty("stormwatch.log.failureRate", "1000");
    }
    System.setProperty("stormwatch.log.live", "info");
    SDK.setLevel(verbose ? Level.INFO : Level.SEVERE);
  }

  private Path folder() throws UserException {
    try {
      return checkpoints == null
          ? Files.createTempDirectory("stormwatch-checkpoints-")
          : Files.createDirectories(checkpoints);
    } catch (IOException e) {
      Path asked =
          checkpoints == null ? Path.of(System.getProperty("java.io.tmpdir")) : checkpoints;
      throw UserException.unwritable(asked, "--checkpoints", e);
    }
  }

  /** What a user can mend is an argument of ours, or stands at the bottom of Flink's causes. */
  private static UserException failure(Exception e) {
    Throwable cause = e;
    while (!(cause instanceof IllegalArgumentException)
        && cause.getCause() != null
        && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String what = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new UserException(
        cause instanceof IllegalArgumentException ? what : "the job ended: " + what);
  }
}

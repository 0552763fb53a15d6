package dev.stormwatch.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A function as its owner configured it, and how its code behaves. */
final class LambdaFunction {

  /** How Lambda and the runtime write log lines. */
  enum LogFormat {
    TEXT,
    JSON
  }

  /** A runtime by the name that INIT_START gives it. */
  enum ManagedRuntime {
    JAVA_21("java:21.v42"),
    NODEJS_22("nodejs:22.v53"),
    PROVIDED_AL2023("provided:al2023.v97");

    final String version;

    ManagedRuntime(String version) {
      this.version = version;
    }
  }

  /** A published version and since when it takes the calls. */
  record Release(String version, Duration since) {}

  final String name;
  final ManagedRuntime runtime;
  final LogFormat logFormat;
  final int memoryMb;

  /** Does somebody wait for the answer? */
  final boolean synchronous;

  final LogNormal init;
  final LogNormal duration;
  final Traffic traffic;
  final List<Release> releases;

  /** Environments that are already warm when the recording begins. */
  final int warm;

  /** What the code logs now and then. */
  final String message;

  private LambdaFunction(Builder builder) {
    name = builder.name;
    runtime = builder.runtime;
    logFormat = builder.logFormat;
    memoryMb = builder.memoryMb;
    synchronous = builder.synchronous;
    init = Objects.requireNonNull(builder.init, "init");
    duration = Objects.requireNonNull(builder.duration, "duration");
    traffic = Objects.requireNonNull(builder.traffic, "traffic");
    releases = List.copyOf(builder.releases);
    warm = builder.warm;
    message = builder.message;
  }

  static Builder function(String name, ManagedRuntime runtime, int memoryMb) {
    return new Builder(name, runtime, memoryMb);
  }

  /** The version that takes a call {@code sinceStart} milliseconds into the recording. */
  String versionAt(long sinceStart) {
    String version = "$LATEST";
    for (Release release : releases) {
      if (release.since().toMillis() <= sinceStart) {
        version = release.version();
      }
    }
    return version;
  }

  static final class Builder {

    private final String name;
    private final ManagedRuntime runtime;
    private final int memoryMb;
    private final List<Release> releases = new ArrayList<>();
    private LogFormat logFormat = LogFormat.TEXT;
    private boolean synchronous = true;
    private @Nullable LogNormal init;
    private @Nullable LogNormal duration;
    private @Nullable Traffic traffic;
    private int warm;
    private String message = "done";

    private Builder(String name, ManagedRuntime runtime, int memoryMb) {
      this.name = name;
      this.runtime = runtime;
      this.memoryMb = memoryMb;
    }

    Builder json() {
      logFormat = LogFormat.JSON;
      return this;
    }

    Builder asynchronous() {
      synchronous = false;
      return this;
    }

    Builder init(double median, double sigma) {
      init = new LogNormal(median, sigma);
      return this;
    }

    Builder duration(double median, double sigma) {
      duration = new LogNormal(median, sigma);
      return this;
    }

    Builder traffic(Traffic calls) {
      traffic = calls;
      return this;
    }

    /** Releases must be added in the order of their time. */
    Builder release(String version, Duration since) {
      releases.add(new Release(version, since));
      return this;
    }

    Builder warm(int environments) {
      warm = environments;
      return this;
    }

    Builder message(String text) {
      message = text;
      return this;
    }

    LambdaFunction build() {
      return new LambdaFunction(this);
    }
  }
}

package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.LogSource;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.Hash64;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The head of a CloudWatch Logs subscription document, and whose log it is. */
public final class LogDocument implements LogSource {

  final LogGroup group;
  private final @Nullable FunctionId function;
  private final long environment;
  private @Nullable String logStream;

  // A stream's name stays bytes until somebody wants to read it.
  private final byte[] bytes;
  private final int from;
  private final int length;

  LogDocument(LogGroup group, String logStream) {
    this.group = group;
    this.bytes = logStream.getBytes(StandardCharsets.UTF_8);
    this.from = 0;
    this.length = bytes.length;
    this.logStream = LogGroup.cut(logStream);
    this.environment = Hash64.of(bytes, 0, length);
    this.function = group.functionOf(this.logStream);
  }

  /** Of a group that names its function; the stream's name is ASCII and stays where it is. */
  LogDocument(LogGroup group, byte[] bytes, int from, int length) {
    this.group = group;
    this.bytes = bytes;
    this.from = from;
    this.length = length;
    this.environment = Hash64.of(bytes, from, length);
    this.function = group.function;
  }

  /** Is it the log of a Lambda function? Only then {@link #function} may be asked. */
  public boolean ofFunction() {
    return function != null;
  }

  @Override
  public FunctionId function() {
    if (function == null) {
      throw new IllegalStateException(group.name + " is no function's log");
    }
    return function;
  }

  @Override
  public String logGroup() {
    return group.name;
  }

  @Override
  public String logStream() {
    String known = logStream;
    if (known == null) {
      known = LogGroup.cut(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
      logStream = known;
    }
    return known;
  }

  @Override
  public long environment() {
    return environment;
  }
}

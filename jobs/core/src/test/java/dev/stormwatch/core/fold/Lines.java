package dev.stormwatch.core.fold;

import dev.stormwatch.core.fold.Observation.Status;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Hash64;
import java.util.function.Consumer;

/** Log lines as they are after reading, and records of them. */
public final class Lines {

  public static final FunctionId FUNCTION = new FunctionId("111122223333", "eu-west-1", "checkout");

  private Lines() {}

  public static FunctionSlot record(String logStream, long arrival, Observation... lines) {
    RecordFold fold = new RecordFold();
    fold.begin(stream(logStream), arrival);
    for (Observation line : lines) {
      fold.add(line);
    }
    return fold.finish(-1);
  }

  /** A log stream of {@link #FUNCTION}. */
  public static LogSource stream(String logStream) {
    return new LogSource() {
      @Override
      public FunctionId function() {
        return FUNCTION;
      }

      @Override
      public String logGroup() {
        return "/aws/lambda/" + FUNCTION.name();
      }

      @Override
      public String logStream() {
        return logStream;
      }

      @Override
      public long environment() {
        return Hash64.of(logStream);
      }
    };
  }

  public static Observation line(LineKind kind, long at, String requestId) {
    Observation line = new Observation();
    line.reset(at);
    line.kind = kind;
    line.setRequestId(requestId);
    return line;
  }

  public static Observation start(long at, String requestId) {
    return line(LineKind.START, at, requestId);
  }

  public static Observation end(long at, String requestId) {
    return line(LineKind.END, at, requestId);
  }

  public static Observation timeout(long at, String requestId) {
    Observation line = line(LineKind.TIMEOUT, at, requestId);
    line.status = Status.TIMEOUT;
    return line;
  }

  public static Observation error(long at, String requestId) {
    return line(LineKind.RUNTIME_ERROR, at, requestId);
  }

  public static Observation report(long at, String requestId, long millis) {
    Observation line = line(LineKind.REPORT, at, requestId);
    line.durationMicros = millis * 1000;
    line.billedMillis = millis;
    line.memoryMegabytes = 512;
    return line;
  }

  public static Observation coldReport(long at, String requestId, long millis, long initMillis) {
    return with(report(at, requestId, millis), line -> line.initMicros = initMillis * 1000);
  }

  public static Observation timedOutReport(long at, String requestId, long millis) {
    return with(report(at, requestId, millis), line -> line.status = Status.TIMEOUT);
  }

  public static Observation with(Observation line, Consumer<Observation> change) {
    change.accept(line);
    return line;
  }
}

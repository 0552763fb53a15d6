package dev.stormwatch.lab.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.format.Hash;
import dev.stormwatch.lab.format.Json;
import dev.stormwatch.lab.log.Report.Trace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What Lambda itself writes: text in both dialects, or JSON as at the default system log level INFO
 * (no line for the end of a call, no report of an on-demand init) or at WARN (only what fails).
 */
public final class PlatformLines {

  private final LogStyle style;
  private final List<Line> lines = new ArrayList<>();
  private long clockOffset;

  public PlatformLines(LogStyle style) {
    this.style = style;
  }

  /** Everything written so far, in order; other lines of the stream are added here too. */
  public List<Line> lines() {
    return lines;
  }

  public void add(long at, String text) {
    lines.add(new Line(at, stamp(at), text));
  }

  /** Sets the environment's clock wrong by so many milliseconds. */
  public void setClockOffset(long millis) {
    clockOffset = millis;
  }

  /** What the environment's clock shows. */
  public long stamp(long at) {
    return at + clockOffset;
  }

  /**
   * @param type {@code on-demand}, {@code provisioned-concurrency} or {@code snap-start}
   */
  public void initStart(long at, String version, String type) {
    if (style.warnOnly()) {
      return;
    }
    if (!style.json()) {
      add(at, runtime("INIT_START") + "\tRuntime Version ARN: " + runtimeArn() + "\n");
      return;
    }
    ObjectNode record = Json.object();
    record.put("initializationType", type);
    record.put("phase", "init");
    record.put("runtimeVersion", style.runtime().version);
    record.put("runtimeVersionArn", runtimeArn());
    record.put("functionName", style.function());
    record.put("functionVersion", version);
    platform(at, "platform.initStart", record);
  }

  /** Lambda reports an init on its own when it was no caller's, or failed. */
  public void initReport(long at, long duration, String type, Ending ending, String phase) {
    if (style.json()) {
      ObjectNode record = Json.object();
      record.put("initializationType", type);
      record.put("phase", phase);
      record.put("status", ending.status);
      if (!ending.errorType.isEmpty()) {
        record.put("errorType", ending.errorType);
      }
      record.putObject("metrics").put("durationMs", duration / 100.0);
      if (ending.lethal() || !style.warnOnly()) {
        platform(at, "platform.initReport", record);
      }
      return;
    }
    String failure =
        ending.lethal()
            ? format("\tPhase: %s\tStatus: %s", phase, ending.status)
                + (ending.errorType.isEmpty() ? "" : "\tError Type: " + ending.errorType)
            : "";
    add(at, format("INIT_REPORT Init Duration: %s ms%s\n", decimal(duration), failure));
  }

  public void restoreStart(long at) {
    if (style.warnOnly()) {
      return;
    }
    if (!style.json()) {
      add(at, runtime("RESTORE_START") + "\tRuntime Version ARN: " + runtimeArn() + "\n");
      return;
    }
    ObjectNode record = Json.object();
    record.put("initializationType", "snap-start");
    record.put("runtimeVersion", style.runtime().version);
    record.put("runtimeVersionArn", runtimeArn());
    platform(at, "platform.restoreStart", record);
  }

  public void restoreReport(long at, long duration) {
    if (style.warnOnly()) {
      return;
    }
    if (!style.json()) {
      add(at, format("RESTORE_REPORT Restore Duration: %s ms\n", decimal(duration)));
      return;
    }
    ObjectNode record = Json.object();
    record.put("status", "success");
    record.putObject("metrics").put("durationMs", duration / 100.0);
    platform(at, "platform.restoreReport", record);
  }

  public void start(long at, String requestId, String version, Trace trace) {
    if (style.warnOnly()) {
      return;
    }
    if (!style.json()) {
      add(at, "START RequestId: " + requestId + " Version: " + version + "\n");
      return;
    }
    ObjectNode record = Json.object();
    record.put("requestId", requestId);
    record.put("version", version);
    tracing(record, trace);
    platform(at, "platform.start", record);
  }

  /** The lines at the end of a call: END and REPORT, or their JSON. */
  public void end(long at, Report report) {
    if (style.json()) {
      jsonEnd(at, report);
      return;
    }
    Ending ending = report.ending();
    if (!style.statusInReport() && ending == Ending.CRASH) {
      add(
          at,
          format(
              "RequestId: %s Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n",
              report.requestId()));
    }
    add(at, "END RequestId: " + report.requestId() + "\n");
    add(at, text(report));
    if (!style.statusInReport() && ending == Ending.TIMEOUT) {
      add(
          at,
          format(
              "%s %s Task timed out after %d.00 seconds\n\n",
              Json.time(stamp(at)), report.requestId(), style.timeoutSeconds()));
    }
  }

  private String text(Report report) {
    StringBuilder line = new StringBuilder();
    line.append("REPORT RequestId: ").append(report.requestId());
    line.append("\tDuration: ").append(decimal(report.duration()));
    line.append(" ms\tBilled Duration: ").append(report.billedMillis());
    line.append(" ms\tMemory Size: ").append(style.memoryMb());
    line.append(" MB\tMax Memory Used: ").append(report.maxMemoryMb()).append(" MB\t");
    if (report.init() > 0) {
      line.append("Init Duration: ").append(decimal(report.init())).append(" ms\t");
    }
    if (report.restore() > 0) {
      line.append("Restore Duration: ").append(decimal(report.restore())).append(" ms\t");
      line.append("Billed Restore Duration: ")
          .append(Report.ceilMillis(report.restore()))
          .append(" ms\t");
    }
    if (style.statusInReport() && report.ending().lethal()) {
      line.append("Status: ").append(report.ending().status);
      if (!report.ending().errorType.isEmpty()) {
        line.append("\tError Type: ").append(report.ending().errorType);
      }
      line.append('\t');
    }
    line.append('\n');
    Trace trace = report.trace();
    if (trace.sampled()) {
      line.append("XRAY TraceId: ").append(trace.root());
      line.append("\tSegmentId: ").append(trace.segment()).append("\tSampled: true\t\n");
    }
    return line.toString();
  }

  private void jsonEnd(long at, Report report) {
    Ending ending = report.ending();
    if (style.warnOnly() && !ending.lethal()) {
      return;
    }
    if (ending.lethal()) {
      ObjectNode done = Json.object();
      done.put("requestId", report.requestId());
      done.put("status", ending.status);
      if (!ending.errorType.isEmpty()) {
        done.put("errorType", ending.errorType);
      }
      done.putObject("metrics").put("durationMs", report.duration() / 100.0);
      platform(at, "platform.runtimeDone", done);
    }
    ObjectNode record = Json.object();
    record.put("requestId", report.requestId());
    ObjectNode metrics = record.putObject("metrics");
    metrics.put("durationMs", report.duration() / 100.0);
    metrics.put("billedDurationMs", report.billedMillis());
    metrics.put("memorySizeMB", style.memoryMb());
    metrics.put("maxMemoryUsedMB", report.maxMemoryMb());
    if (report.init() > 0) {
      metrics.put("initDurationMs", report.init() / 100.0);
    }
    if (report.restore() > 0) {
      metrics.put("restoreDurationMs", report.restore() / 100.0);
      metrics.put("billedRestoreDurationMs", Report.ceilMillis(report.restore()));
    }
    record.put("status", ending.status);
    if (!ending.errorType.isEmpty()) {
      record.put("errorType", ending.errorType);
    }
    tracing(record, report.trace());
    platform(at, "platform.report", record);
  }

  private static void tracing(ObjectNode record, Trace trace) {
    if (trace.sampled()) {
      ObjectNode tracing = record.putObject("tracing");
      tracing.put("spanId", trace.segment());
      tracing.put("type", "X-Amzn-Trace-Id");
      tracing.put("value", "Root=" + trace.root() + ";Parent=" + trace.segment() + ";Sampled=1");
    }
  }

  private void platform(long at, String type, ObjectNode record) {
    ObjectNode line = Json.object();
    line.put("time", Json.time(stamp(at)));
    line.put("type", type);
    line.set("record", record);
    add(at, Json.line(line));
  }

  private String runtime(String word) {
    return word + " Runtime Version: " + style.runtime().version;
  }

  /** The real ARN ends in a SHA-256 of the runtime's build; here in one of its name. */
  private String runtimeArn() {
    String hash =
        Hash.hex(Hash.digest("SHA-256", style.runtime().version.getBytes(StandardCharsets.UTF_8)));
    return "arn:aws:lambda:" + style.region() + "::runtime:" + hash;
  }

  static String decimal(long hundredths) {
    long fraction = hundredths % 100;
    return hundredths / 100 + (fraction < 10 ? ".0" : ".") + fraction;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}

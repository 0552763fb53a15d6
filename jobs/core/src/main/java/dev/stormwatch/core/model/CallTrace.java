package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;

/**
 * The event from outside that a call goes back to, as far as its lines tell: the id of its trace,
 * an id of the application's own, and how many calls lie between.
 *
 * <p>X-Ray's root {@code 1-5759e988-bd862e3fe1be46a994272793} and the W3C trace id of the same
 * digits without dashes are one id of 128 bits. An id of the application's own may be anything, a
 * customer's name too: only its hash is kept.
 *
 * <p>Which call caused which is in no line. Lambda puts segments of its own between a caller and
 * the function: the {@code Parent} of the header that a function gets, its {@code spanId} and the
 * {@code SegmentId} of its REPORT are all of the call itself, and what the caller sent stands in
 * the segment that Lambda sends to X-Ray. A {@code traceparent} names a span of the caller's client
 * library, of which no line tells either. So calls of one trace are ordered by their time, and
 * their depth is known where functions count it.
 *
 * <p>Sources: AWS X-Ray Developer Guide, "Tracing header"; AWS Lambda Developer Guide, "Converting
 * Telemetry API Event objects to OpenTelemetry Spans"; a capture of both ids of one call in
 * DataDog/datadog-serverless-functions (cloudwatch_logs.json); a header that was sent with one
 * Parent and came with another in open-telemetry/opentelemetry-js-contrib issue 1311.
 */
public final class CallTrace {

  /** Who says so; of two that differ the higher one is believed. */
  public static final int NOBODY = 0;

  /** A member that loggers call {@code traceId} or {@code traceparent}. */
  public static final int LOGGER = 1;

  /** A member {@code xray_trace_id}. */
  public static final int LOGGER_OF_XRAY = 2;

  /** The platform's own line. */
  public static final int PLATFORM = 3;

  /** No depth was told. */
  public static final int NO_DEPTH = -1;

  /** Deeper is not believed. */
  public static final int DEEPEST = 1_000_000;

  public long high;
  public long low;

  /** Who told the id, 0 for nobody. */
  public int teller;

  /** Hash of an id of the application's own, positive; 0 for none. */
  public long correlation;

  /** Calls between the event and this one, as the function counts them; {@link #NO_DEPTH}. */
  public int depth = NO_DEPTH;

  public void clear() {
    high = 0;
    low = 0;
    teller = NOBODY;
    correlation = 0;
    depth = NO_DEPTH;
  }

  public boolean told() {
    return teller != NOBODY || correlation != 0;
  }

  /** Adds what another line of the same call says, in any order to the same result. */
  public void add(CallTrace other) {
    if (other.teller > teller
        || other.teller == teller && (other.high > high || other.high == high && other.low > low)) {
      teller = other.teller;
      high = other.high;
      low = other.low;
    }
    correlation = Math.max(correlation, other.correlation);
    depth = Math.max(depth, other.depth);
  }

  /** Takes over all that another says. */
  public void set(CallTrace other) {
    high = other.high;
    low = other.low;
    teller = other.teller;
    correlation = other.correlation;
    depth = other.depth;
  }

  /** An id as X-Ray writes it. */
  public static String xray(long high, long low) {
    return String.format(Locale.ROOT, "1-%08x-%08x%016x", high >>> 32, high & 0xFFFFFFFFL, low);
  }

  /** Needs {@link #told()}, or a depth is lost. */
  void write(DataOutput out) throws IOException {
    Wire.writeInt(out, teller << 1 | (correlation == 0 ? 0 : 1));
    if (teller != NOBODY) {
      out.writeLong(high);
      out.writeLong(low);
    }
    if (correlation != 0) {
      out.writeLong(correlation);
    }
    Wire.writeInt(out, depth + 1);
  }

  static CallTrace read(DataInput in) throws IOException {
    CallTrace trace = new CallTrace();
    int form = Wire.readInt(in);
    trace.teller = form >>> 1;
    if (trace.teller != NOBODY) {
      trace.high = in.readLong();
      trace.low = in.readLong();
    }
    if ((form & 1) != 0) {
      trace.correlation = in.readLong();
    }
    trace.depth = Wire.readInt(in) - 1;
    return trace;
  }
}

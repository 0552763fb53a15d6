package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Hash64;
import dev.stormwatch.core.model.Traits;

/**
 * Folds the observations of one Kinesis record into one {@link FunctionSlot}: a record holds lines
 * of one log stream, which is one execution environment of one function.
 *
 * <p>Folding here, before anything is sent to another machine, is what makes the job cheap: one
 * small sum travels instead of dozens of lines.
 *
 * <p>What is known here and nowhere later is the order of lines inside the record. An error line
 * often carries no request id; it belongs to the call that is open at that point. And some lines
 * are given away by their place: see {@link CallOrder}. A REPORT is held back until the next call
 * or the record's end, since the platform's is the last of its call and what came before it under
 * the same id was printed by the function.
 */
public final class RecordFold {

  private final FunctionSlot slot = new FunctionSlot(LogSource.NOBODY.function());
  private final ClaimedTimes times = new ClaimedTimes();
  private final CallOrder calls = new CallOrder();
  private final CallTraces traces = new CallTraces();
  private final BatchesOfCall batches = new BatchesOfCall();
  private final EnvironmentDeaths deaths = new EnvironmentDeaths();
  private final HeldReport held = new HeldReport();
  private final CallErrorLines errors = new CallErrorLines();
  private final InitsOfRecord inits = new InitsOfRecord();

  private LogSource source = LogSource.NOBODY;
  private boolean lastCallWentWell;
  private boolean sawCall;

  /**
   * Starts a record.
   *
   * @param arrivalMillis Kinesis' approximate arrival timestamp
   */
  public void begin(LogSource newSource, long arrivalMillis) {
    source = newSource;
    slot.clear(newSource.function());
    slot.logGroup = newSource.logGroup();
    slot.records = 1;
    calls.begin();
    deaths.begin();
    batches.begin();
    traces.begin();
    errors.begin();
    held.waits = false;
    times.begin(arrivalMillis);
    lastCallWentWell = false;
    sawCall = false;
    inits.begin();
  }

  public void add(Observation line) {
    long time = times.believed(line.eventTime);
    slot.events++;
    times.seen(time);
    slot.traits |= line.traits;
    switch (line.kind) {
      case APPLICATION_TEXT:
      case APPLICATION_JSON:
        traced(line);
        break;
      case EVENT_SOURCE:
        // A mapping's poller writes to the function's group too, but is no environment of it.
        return;
      case START:
      case END:
      case REPORT:
        slot.callLines++;
        callLine(line);
        break;
      default:
        line.eventTime = time;
        other(line);
        traced(line);
    }
    times.heard(time);
  }

  /** A call ended with an error or a complaint in the line before, see {@link LastWords}. */
  public void endedWith(Observation error) {
    error.eventTime = times.believed(error.eventTime);
    if (error.complains) {
      flag(error, FunctionSlot.COMPLAINED);
      errors.add(keyAt(keyOf(error), error.eventTime), error, false);
    } else {
      failed(error, FunctionSlot.FAILED);
    }
  }

  /** A line that is no START, END or REPORT and names a trace. */
  private void traced(Observation line) {
    if (!line.trace.told()) {
      return;
    }
    if (line.kind == LineKind.XRAY && held.waits) {
      held.line.trace.add(line.trace);
    } else if (calls.running()) {
      long startedAt = calls.startedAt();
      CallTraces.tell(keyAt(calls.key(), startedAt), startedAt, line.trace, slot);
    } else {
      traces.wait(line.trace);
    }
  }

  /** A line of the platform's about a call, with the time that it claims. */
  private void callLine(Observation line) {
    if ((line.traits & Traits.MANAGED_INSTANCES) != 0) {
      calls.manyAtATime();
      believeAside();
    }
    if (calls.inside(line)) {
      if (calls.putAside(line)) {
        return;
      }
      believeAside();
    }
    long claimed = line.eventTime;
    line.eventTime = times.believed(claimed);
    if (line.kind == LineKind.REPORT) {
      report(line, claimed);
    } else if (line.kind == LineKind.START) {
      settle();
      batches.begin();
      sawCall = true;
      calls.started(line);
      slot.requests.sight(
          keyAt(line.requestKey(), line.eventTime), line.eventTime, FunctionSlot.STARTED);
      slot.starts.addAt(line.eventTime, 1);
      if (inits.failsCallThatStarts()) {
        failed(line, FunctionSlot.FAILED);
      }
      traces.begin();
      CallTraces.tell(keyAt(line.requestKey(), line.eventTime), line.eventTime, line.trace, slot);
    } else {
      calls.ended();
      flag(line, FunctionSlot.ENDED);
    }
  }

  private void believeAside() {
    int waiting = calls.waiting();
    if (waiting > 0) {
      Observation[] lines = calls.takeAside();
      for (int i = 0; i < waiting; i++) {
        callLine(lines[i]);
      }
    }
  }

  private void other(Observation line) {
    LineSums.add(line, source, slot);
    switch (line.kind) {
      case BATCH:
        batch(line);
        break;
      case RUNTIME_DONE:
        if (line.status.failed()) {
          failed(line, HeldReport.failure(line));
          died(line);
        }
        break;
      case TIMEOUT:
        lastCallWentWell = false;
        failed(line, FunctionSlot.FAILED | FunctionSlot.TIMED_OUT);
        died(line);
        break;
      case EXIT:
        lastCallWentWell = false;
        failed(line, FunctionSlot.FAILED | FunctionSlot.EXITED);
        died(line);
        break;
      case RUNTIME_ERROR:
        failed(line, FunctionSlot.FAILED);
        break;
      case INIT_START:
      case RESTORE_START:
        inits.starts();
        break;
      case INIT_REPORT:
      case RESTORE_REPORT:
        inits.add(line, slot);
        break;
      default:
        break;
    }
  }

  /** What fails in the same record finds it told; what ends in another one must be told of it. */
  private void batch(Observation line) {
    batches.add(line);
    if (line.source.failed() && keyOf(line) != 0) {
      flag(line, FunctionSlot.BATCH_TOLD);
    }
  }

  private void report(Observation line, long claimed) {
    boolean sawStart = calls.reported(line.requestKey());
    if (held.repeats(line, claimed)) {
      calls.reportedTwice();
    } else {
      settle();
      held.sawStart = sawStart;
      held.cut = sawStart ? 0 : sawCall ? FunctionSlot.TORN : FunctionSlot.CUT_ON;
      held.startedAt = calls.startedAt();
    }
    held.hold(line, claimed, batches.flags());
    batches.end();
    traces.end(held.line.trace);
    sawCall = true;
  }

  /** Folds the REPORT that is held back. */
  private void settle() {
    if (!held.waits) {
      return;
    }
    held.waits = false;
    Observation line = held.line;
    long claimed = line.eventTime;
    line.eventTime = times.believed(claimed);
    long busy = ReportSums.add(line, claimed, times.arrival(), source, slot);
    inits.hidden(held.hiddenInitMillis(), lastCallWentWell, slot);
    long startedAt = held.began(busy);
    CallTraces.tell(keyAt(line.requestKey(), startedAt), startedAt, line.trace, slot);
    lastCallWentWell = !held.failed();
    if (held.showsInit() && held.sawStart) {
      times.placed(line.eventTime - busy / 1000);
    }
    died(line);
    long key = keyAt(line.requestKey(), line.eventTime);
    if (held.failed()) {
      errors.add(key, line, true);
    }
    errors.reported(key, line);
    deaths.ended(key, line.durationMicros, held.showsInit(), slot.inits);
    if (held.sawStart) {
      flag(line, held.flags());
    } else {
      slot.requests.sight(keyAt(line.requestKey(), startedAt), startedAt, held.flags());
    }
  }

  /** A timeout or an exit takes the environment along; an error that the handler threw does not. */
  private void died(Observation line) {
    boolean ofTime = line.kind == LineKind.TIMEOUT || line.timedOut();
    if (ofTime || line.kind == LineKind.EXIT || line.status == Observation.Status.ERROR) {
      deaths.dies(keyAt(keyOf(line), line.eventTime), ofTime, line.eventTime, slot.inits);
    }
  }

  private void failed(Observation line, int flags) {
    if (inits.beforeAnyCall() && line.requestKey() == 0) {
      // An environment's init fails before any call: that of the first call is told inside it.
      return;
    }
    flag(line, flags | batches.flags());
    errors.add(keyAt(keyOf(line), line.eventTime), line, true);
  }

  /** Sets flags of the call that the line names, else of the one that is open around it. */
  private void flag(Observation line, int flags) {
    slot.requests.flag(keyAt(keyOf(line), line.eventTime), flags);
  }

  private long keyOf(Observation line) {
    long request = line.requestKey();
    return request == 0 ? calls.key() : request;
  }

  /** Without any id a line can only stand for itself: one line, one call. */
  private long keyAt(long request, long time) {
    return request == 0 ? Hash64.of(source.environment(), time) : request;
  }

  /** The environment's version and how its calls ended, as flags. */
  private int told() {
    int version = LogSource.version(source.logStream()).hashCode();
    int flags = version << 5 & FunctionSlot.VERSION;
    for (int i = 0; i < slot.requests.size(); i++) {
      int call = slot.requests.flags(i);
      if ((call & FunctionSlot.FAILED) != 0) {
        flags |= FunctionSlot.HAS_FAILED;
      } else if ((call & FunctionSlot.ENDED) != 0) {
        flags |= FunctionSlot.ANSWERED;
      }
      if ((call & FunctionSlot.COMPLAINED) != 0) {
        flags |= FunctionSlot.HAS_COMPLAINED;
      }
    }
    return flags;
  }

  /**
   * Ends the record.
   *
   * @param ingested when CloudWatch Logs took in its last event, epoch milliseconds; negative where
   *     that is not known
   * @return valid until the next record begins
   */
  public FunctionSlot finish(long ingested) {
    while (calls.waiting() > 0) {
      believeAside();
    }
    settle();
    if (calls.unreported()) {
      slot.requests.flag(keyAt(calls.key(), calls.startedAt()), FunctionSlot.CUT_OFF);
    }
    deaths.flush(slot.inits);
    errors.finish(source, slot);
    slot.results.add(LogSource.version(source.logStream()), slot.invocations, errors.failures());
    slot.forgedLines = calls.forged();
    times.finish(source.environment(), told(), ingested, slot);
    return slot;
  }
}

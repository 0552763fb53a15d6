package dev.stormwatch.core.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What arrived about one function in one short interval of arrival. Everything in it merges in any
 * order to the same value: integers are added, extremes are kept, sets are united.
 */
public final class FunctionSlot implements Mergeable<FunctionSlot> {

  /** Flags of {@link #requests}. */
  public static final int STARTED = 1;

  public static final int ENDED = 2;
  public static final int FAILED = 4;
  public static final int TIMED_OUT = 8;
  public static final int EXITED = 16;

  /** A line named the trace that the call is part of. */
  public static final int TRACED = 32;

  /** A record ended between a call's START and its REPORT, and one began there. */
  public static final int CUT_OFF = 64;

  public static final int CUT_ON = 128;

  /** A REPORT came in the middle of a record that does not show the call's START. */
  public static final int TORN = 256;

  /** The last that the application logged in it was at level ERROR. */
  public static final int COMPLAINED = 512;

  /** A line told that the batch that it was given failed. */
  public static final int BATCH_TOLD = 1024;

  /** Flags of {@link #environments}: one of its calls was answered, or failed, or complained. */
  public static final int ANSWERED = 1;

  public static final int HAS_FAILED = 2;

  public static final int HAS_COMPLAINED = 4;

  /** Its first call had to wait until it was there: none was idle when that call came. */
  public static final int BEGAN_COLD = 8;

  /** It was there long before its first call, kept ready by Lambda. */
  public static final int BEGAN_READY = 16;

  /** Where the flags hold a short hash of the version that it runs. */
  public static final int VERSION = 0xFF << 5;

  /** An init takes no longer; one that does is broken off and made again in the call. */
  public static final long INIT_MILLIS = 10_000;

  /** Exact up to this many requests or environments a slot, sampled beyond. */
  public static final int SIGHTINGS = 1024;

  /** Exact up to so many calls of traces a slot, sampled beyond. */
  static final int TRACED_CALLS = 1024;

  public FunctionId function;

  /** Where the function logs; empty when not known. */
  public String logGroup = "";

  /** Kinesis records folded into this. */
  public long records;

  /** Log events in them, of any kind. */
  public long events;

  /** Calls that ended: REPORT lines, one for each attempt. */
  public long invocations;

  /** Calls that waited for an init or for the restore of a snapshot. */
  public long coldStarts;

  /** Of {@link #coldStarts}, those that restored a snapshot. */
  public long restores;

  /** Inits and restores that failed or timed out. */
  public long initFailures;

  /** Inits that happened inside a call after a crash and show no Init Duration of their own. */
  public long suppressedInits;

  /** How long those took where that can be told, microseconds. */
  public long suppressedInitMicros;

  /** Cold starts by the word of a metric; for functions whose REPORT lines do not come. */
  public long claimedColdStarts;

  /** Lines that tell of a call's start or end. A function that logs but has none is blind. */
  public long callLines;

  /** Lines that say that connections to a database ran out. */
  public long exhaustionLines;

  /** Of them, those by which a server or its proxy refuses, and those of a pool in the process. */
  public long refusedLines;

  public long poolLines;

  /** The first of them. */
  public List<ExhaustionLine> exhaustion = new ArrayList<>();

  /** Lines that may come with that, but come with other troubles too. */
  public long weakConnectionLines;

  /** Log records that the platform says it lost. */
  public long droppedRecords;

  /** Lines in the platform's form that the platform cannot have written. */
  public long forgedLines;

  /** Lines beyond the limits that the settings set, which were not read. */
  public long tooLargeLines;

  /** Lines in a form that nobody knows, or in none. */
  public long linesNotUnderstood;

  /** What kind of function it is: bits of {@link Traits}. */
  public int traits;

  public long durationMicros;
  public long billedMillis;

  /** Billed milliseconds times the memory size in MB: what the bill is made of. */
  public long billedMegabyteMillis;

  /** Largest memory size seen, MB; 0 when none. */
  public long memoryMegabytes;

  /** Event time of the first cold call, epoch milliseconds; {@link Long#MAX_VALUE} when none. */
  public long firstColdAt = Long.MAX_VALUE;

  /** Waits for an init or restore, microseconds. */
  public LogHistogram coldWaits = new LogHistogram();

  /** Arrival minus event time of each record's newest event, milliseconds. */
  public LogHistogram lags = new LogHistogram();

  /** Ingestion by CloudWatch Logs minus event time, milliseconds; where event ids tell. */
  public LogHistogram ingestionLags = new LogHistogram();

  public BusyPanes busy = new BusyPanes();

  /** Execution environments (log streams) heard of, by event time. */
  public Sightings environments = new Sightings(SIGHTINGS);

  /** Requests heard of, by the time they started. */
  public Sightings requests = new Sightings(SIGHTINGS);

  /** The calls that waited longest. */
  public List<ColdCall> coldest = new ArrayList<>();

  public UsageSums usage = new UsageSums();

  /** How its environments begin and die. */
  public Inits inits = new Inits();

  /** How much of their processor its calls used, where Lambda Insights tells. */
  public ProcessorUse processor = new ProcessorUse();

  /** Which traces its calls are part of. */
  public TracedCalls traces = new TracedCalls(TRACED_CALLS);

  public Refusals refusals = new Refusals();

  /** How many calls began in each second; exact where {@link #requests} are a sample. */
  public StartPanes starts = new StartPanes();

  /** What its lines tell of calls of its own that were refused. */
  public Throttles throttles = new Throttles();

  /** What its calls failed with. */
  public CallErrors errors = new CallErrors();

  /** What those complained of that ended with a line at level ERROR and did not fail. */
  public CallErrors complaints = new CallErrors();

  public VersionResults results = new VersionResults();

  public FunctionSlot(FunctionId function) {
    this.function = function;
  }

  /** Empties it, to be filled again for another record. */
  public void clear(FunctionId newFunction) {
    function = newFunction;
    logGroup = "";
    records = 0;
    events = 0;
    invocations = 0;
    coldStarts = 0;
    restores = 0;
    initFailures = 0;
    suppressedInits = 0;
    suppressedInitMicros = 0;
    claimedColdStarts = 0;
    callLines = 0;
    exhaustionLines = 0;
    refusedLines = 0;
    poolLines = 0;
    if (!exhaustion.isEmpty()) {
      exhaustion = new ArrayList<>();
    }
    weakConnectionLines = 0;
    droppedRecords = 0;
    forgedLines = 0;
    tooLargeLines = 0;
    linesNotUnderstood = 0;
    traits = 0;
    durationMicros = 0;
    billedMillis = 0;
    billedMegabyteMillis = 0;
    memoryMegabytes = 0;
    firstColdAt = Long.MAX_VALUE;
    coldWaits.clear();
    lags.clear();
    ingestionLags.clear();
    busy.clear();
    environments.clear();
    requests.clear();
    if (!coldest.isEmpty()) {
      coldest = new ArrayList<>();
    }
    usage.clear();
    inits.clear();
    processor.clear();
    traces.clear();
    refusals.clear();
    starts.clear();
    throttles.clear();
    errors.clear();
    complaints.clear();
    results.clear();
  }

  @Override
  public FunctionSlot merge(FunctionSlot other) {
    // A function that moves to another group is in both for a moment; any fixed choice will do.
    logGroup = logGroup.compareTo(other.logGroup) >= 0 ? logGroup : other.logGroup;
    records += other.records;
    events += other.events;
    invocations += other.invocations;
    coldStarts += other.coldStarts;
    restores += other.restores;
    initFailures += other.initFailures;
    suppressedInits += other.suppressedInits;
    suppressedInitMicros += other.suppressedInitMicros;
    claimedColdStarts += other.claimedColdStarts;
    callLines += other.callLines;
    exhaustionLines += other.exhaustionLines;
    refusedLines += other.refusedLines;
    poolLines += other.poolLines;
    exhaustion = ExhaustionLine.first(exhaustion, other.exhaustion);
    weakConnectionLines += other.weakConnectionLines;
    droppedRecords += other.droppedRecords;
    forgedLines += other.forgedLines;
    tooLargeLines += other.tooLargeLines;
    linesNotUnderstood += other.linesNotUnderstood;
    traits |= other.traits;
    durationMicros += other.durationMicros;
    billedMillis += other.billedMillis;
    billedMegabyteMillis += other.billedMegabyteMillis;
    memoryMegabytes = Math.max(memoryMegabytes, other.memoryMegabytes);
    firstColdAt = Math.min(firstColdAt, other.firstColdAt);
    coldWaits.addAll(other.coldWaits);
    lags.addAll(other.lags);
    ingestionLags.addAll(other.ingestionLags);
    busy.addAll(other.busy);
    environments.addAll(other.environments);
    requests.addAll(other.requests);
    coldest = ColdCall.longest(coldest, other.coldest);
    usage.addAll(other.usage);
    inits.addAll(other.inits);
    processor.addAll(other.processor);
    traces.addAll(other.traces);
    refusals.addAll(other.refusals);
    starts.addAll(other.starts);
    throttles.addAll(other.throttles);
    errors.addAll(other.errors);
    complaints.addAll(other.complaints);
    results.addAll(other.results);
    return this;
  }

  /** The byte form, under the name by which savepoints know it. */
  public static final class ByteCodec extends FunctionSlotCodec {

    private static final long serialVersionUID = 1L;
  }
}

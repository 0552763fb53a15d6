package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.model.Hash64;
import dev.stormwatch.core.settings.DecodeSettings;
import java.nio.charset.StandardCharsets;

/**
 * Reads the bytes of one Kinesis record in one pass, without building a tree: inflate, find the log
 * events, tell what each line is.
 *
 * <p>There are two ways of doing so, which give the same answers. The fast one compares bytes with
 * the forms that CloudWatch Logs and Lambda write ({@link EventScanner}, {@link LineScanner}); it
 * makes no object. What has another form is read by a JSON parser and by {@link LineReader}: a line
 * by itself where the document fits, else the whole document. How often that happens is counted.
 *
 * <p>Not safe for threads: it uses its buffers again.
 */
public final class RecordDecoder {

  /** What kind of record it was. */
  public enum Outcome {
    LOG_EVENTS,
    CONTROL_MESSAGE
  }

  private final Inflate inflate;
  private final GenericDecoder generic;
  private final boolean fast;
  private final String region;
  private final EventScanner events = new EventScanner();
  private final ScannedEvent event = new ScannedEvent(events);
  private final LineScanner scanner;
  private final LineReader reader;
  private final LogGroups groups = new LogGroups();
  private final Observation line = new Observation();

  // The latest record: was it read fast, and if so, whose is it?
  private boolean scanned;
  private long environment;

  private long genericLines;
  private long genericRecords;

  /**
   * @param defaultRegion of the stream read; a centralised log can name another for its events
   */
  public RecordDecoder(DecodeSettings settings, String defaultRegion) {
    this(settings, defaultRegion, true);
  }

  /**
   * @param fast false to read everything with the JSON parser, as a test's oracle does
   */
  RecordDecoder(DecodeSettings settings, String defaultRegion, boolean fast) {
    this.inflate = new Inflate(settings.maxInflatedBytes);
    this.generic = new GenericDecoder(settings, defaultRegion);
    this.fast = fast;
    this.region = defaultRegion;
    this.scanner = new LineScanner(settings);
    this.reader = generic.reader();
  }

  /**
   * Reads one record.
   *
   * @throws DeadRecordException when it cannot be read; the sink may have got some of its lines
   */
  public Outcome decode(byte[] data, LineSink sink) throws DeadRecordException {
    inflate.read(data);
    scanned = fast && events.scan(inflate.buffer(), inflate.length());
    if (!scanned) {
      genericRecords++;
      Outcome outcome = generic.decode(inflate.buffer(), inflate.length(), sink);
      genericLines += generic.events();
      return outcome;
    }
    byte[] bytes = inflate.buffer();
    scanner.begin();
    LogGroup group = groups.of(bytes, events.head, region);
    LogDocument document =
        group.function != null
            ? new LogDocument(
                group, bytes, events.head.streamFrom, events.head.streamTo - events.head.streamFrom)
            : new LogDocument(group, text(bytes, events.head.streamFrom, events.head.streamTo));
    environment = document.environment();
    sink.document(document);
    for (int i = 0; i < events.count; i++) {
      event.set(bytes, i);
      line.reset(events.time[i]);
      boolean known =
          document.ofFunction()
              && scanner.read(
                  bytes, events.from[i], events.to[i], events.shape[i], events.found[i], line);
      if (!known) {
        genericLines++;
        line.reset(events.time[i]);
        reader.read(document, event.message(), line);
      }
      sink.line(line, event);
    }
    return Outcome.LOG_EVENTS;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  /**
   * When CloudWatch Logs took in the latest record's last event, epoch milliseconds; {@link
   * EventId#UNKNOWN} where its id does not tell.
   */
  long ingestionTime() {
    if (!scanned) {
      return generic.ingestionTime();
    }
    event.set(inflate.buffer(), events.count - 1);
    return event.ingestionTime();
  }

  /**
   * What tells the latest record from every other: the ids of its first and last events where they
   * are CloudWatch's own, else all that it holds.
   */
  long fingerprint() {
    if (!scanned) {
      return Hash64.of(inflate.buffer(), 0, inflate.length());
    }
    byte[] bytes = inflate.buffer();
    int last = events.count - 1;
    return Hash64.of(
        Hash64.of(idHash(bytes, 0), environment), Hash64.of(idHash(bytes, last), last));
  }

  private long idHash(byte[] bytes, int index) {
    return Hash64.of(bytes, events.idFrom(index), EventId.DIGITS);
  }

  /** Log events so far that had none of the shapes that are read fast. */
  public long genericLines() {
    return genericLines;
  }

  /** Records so far that were not in the form in which CloudWatch Logs writes them. */
  public long genericRecords() {
    return genericRecords;
  }
}

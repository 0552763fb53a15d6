package dev.stormwatch.replay.cut;

import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.DecodeSettings;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.telemetry.DeadRecordException;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.LineSink;
import dev.stormwatch.telemetry.LogDocument;
import dev.stormwatch.telemetry.LogEvent;
import dev.stormwatch.telemetry.RecordDecoder;
import dev.stormwatch.telemetry.RecordRedactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a time of arrival and some functions out of an input and writes them as a recording. Unless
 * told otherwise it takes out of every line what Stormwatch does not read, so that the part can be
 * handed on and still replays as it did.
 */
public final class Cutter {

  /** Names that are worth listing to somebody who asked for another one. */
  private static final int NAMES_SHOWN = 12;

  private final Input input;
  private final Selection selection;
  private final RecordDecoder decoder;
  private final RecordRedactor redactor;
  private final Head head = new Head();
  private final CutResult result = new CutResult();
  private final TreeSet<String> seen = new TreeSet<>();
  private final TreeSet<String> accounts = new TreeSet<>();
  private volatile String progress = "starting …";

  public Cutter(Input input, Selection selection, DecodeSettings settings) {
    this.input = input;
    this.selection = selection;
    this.decoder = new RecordDecoder(settings, input.region());
    this.redactor = new RecordRedactor(settings, input.region());
  }

  /** Whose log a record is. */
  private static final class Head implements LineSink {

    private @Nullable LogDocument document;
    private long lines;

    @Override
    public void document(LogDocument of) {
      document = of;
    }

    @Override
    public void line(Observation line, LogEvent event) {
      lines++;
    }
  }

  /** How far it has come, for whoever waits. */
  public String progress() {
    return progress;
  }

  /**
   * Writes the recording.
   *
   * @param title what happened, in a line
   * @param settings the estate's at the time; null where there are none
   * @throws UserException when nothing is left, or a file cannot be read or written
   */
  public CutResult into(Path folder, String title, @Nullable Path settings) throws UserException {
    try (RecordingWriter writer = RecordingWriter.in(folder)) {
      try (Input.Records records = input.open()) {
        for (KinesisRecord record = records.next(); record != null; record = records.next()) {
          KinesisRecord cut = cut(record);
          if (cut != null) {
            writer.write(cut);
          }
          if (result.read % 1000 == 0) {
            progress = "reading … " + result.read + " records, " + writer.records() + " taken";
          }
        }
        result.badLines = records.badLines();
      }
      if (writer.records() == 0) {
        remove(folder);
        throw nothing();
      }
      if (settings != null) {
        writer.settings(settings);
      }
      String account = accounts.size() == 1 ? accounts.first() : "";
      String region = FunctionId.UNKNOWN.equals(input.region()) ? "" : input.region();
      result.written(writer.records(), writer.first(), writer.last(), writer.files());
      writer.manifest(title, account, region, input.streamArn(), notes());
      return result;
    }
  }

  private @Nullable KinesisRecord cut(KinesisRecord record) {
    result.read(record.arrival);
    if (!selection.inTime(record.arrival)) {
      result.outOfTime++;
      return null;
    }
    head.document = null;
    head.lines = 0;
    try {
      decoder.decode(record.data, head);
      LogDocument document = head.document;
      if (!wanted(document)) {
        result.ofOthers++;
        return null;
      }
      if (document != null && document.ofFunction()) {
        result.functions.add(document.function().name());
        addAccount(document.function().account());
      }
      KinesisRecord taken = selection.keepText() ? record : redacted(record);
      result.lines += head.lines;
      return taken;
    } catch (DeadRecordException e) {
      result.unreadable++;
      return selection.keepText() && selection.whole() ? record : null;
    }
  }

  private KinesisRecord redacted(KinesisRecord record) throws DeadRecordException {
    return new KinesisRecord(
        record.shardId,
        record.sequenceNumber,
        record.partitionKey,
        record.arrival,
        redactor.redact(record.data));
  }

  private void addAccount(String account) {
    if (!account.equals(FunctionId.UNKNOWN)) {
      accounts.add(account);
    }
  }

  private boolean wanted(@Nullable LogDocument document) {
    if (document == null) {
      return selection.whole();
    }
    String name = document.ofFunction() ? document.function().name() : document.logGroup();
    if (seen.size() < NAMES_SHOWN) {
      seen.add(name);
    }
    return selection.whole() || selection.named(name) || selection.named(document.logGroup());
  }

  private static void remove(Path folder) throws UserException {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UserException(folder + ": cannot be removed again: " + e.getMessage());
    }
  }

  private UserException nothing() {
    if (result.read == 0) {
      return new UserException(input.path() + ": holds no records; was it copied whole?");
    }
    if (result.outOfTime == result.read) {
      return new UserException(
          "nothing arrived in the time asked for; "
              + input.path()
              + " holds arrivals from "
              + result.firstSeen()
              + " to "
              + result.lastSeen());
    }
    if (seen.isEmpty()) {
      return new UserException(
          input.path()
              + ": no record in the time asked for can be read, and what cannot be read cannot be"
              + " redacted; --keep-text takes it as it is");
    }
    return new UserException(
        "nothing of " + selection.names() + " arrived in the time asked for; there is " + seen);
  }

  private String notes() {
    return result.notes(input, selection);
  }
}

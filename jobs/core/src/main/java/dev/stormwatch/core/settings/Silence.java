package dev.stormwatch.core.settings;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a human does not want to hear for a while: a silence, or a maintenance window, which is a
 * silence announced beforehand. Its times are of the arrival clock, so that a replay with the same
 * silences is silent about the same.
 */
public final class Silence implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Epoch milliseconds, inclusive. */
  public final long from;

  /** Epoch milliseconds, exclusive. */
  public final long to;

  public final String why;

  private final ArrayList<String> kinds;
  private final ArrayList<Glob> accounts = new ArrayList<>();
  private final ArrayList<Glob> subjects = new ArrayList<>();

  public Silence(Values values) {
    this(
        Instant.parse(values.text("from")).toEpochMilli(),
        Instant.parse(values.text("to")).toEpochMilli(),
        values.text("why"),
        values.texts("kinds"),
        values.texts("accounts"),
        values.texts("subjects"));
  }

  Silence(
      long from,
      long to,
      String why,
      List<String> kinds,
      List<String> accounts,
      List<String> subjects) {
    this.from = from;
    this.to = to;
    this.why = why;
    this.kinds = new ArrayList<>(kinds);
    accounts.forEach(text -> this.accounts.add(new Glob(text)));
    subjects.forEach(text -> this.subjects.add(new Glob(text)));
  }

  /**
   * Is this what nobody wants to hear of? An empty list of the silence excludes nothing.
   *
   * @param kind as alerts name it
   * @param names of the subject: functions, database, stream; one that matches is enough
   */
  public boolean covers(String kind, String account, List<String> names) {
    return (kinds.isEmpty() || kinds.contains(kind))
        && (accounts.isEmpty() || accounts.stream().anyMatch(glob -> glob.matches(account)))
        && (subjects.isEmpty()
            || names.stream()
                .anyMatch(name -> subjects.stream().anyMatch(glob -> glob.matches(name))));
  }

  public void write(DataOutput out) throws IOException {
    Wire.writeLong(out, from);
    Wire.writeLong(out, to);
    Wire.writeString(out, why);
    write(kinds, out);
    write(accounts, out);
    write(subjects, out);
  }

  private static void write(List<?> texts, DataOutput out) throws IOException {
    Wire.writeInt(out, texts.size());
    for (Object text : texts) {
      Wire.writeString(out, text.toString());
    }
  }

  public static Silence read(DataInput in) throws IOException {
    return new Silence(
        Wire.readLong(in), Wire.readLong(in), Wire.readString(in), texts(in), texts(in), texts(in));
  }

  private static List<String> texts(DataInput in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = Wire.readLength(in); left > 0; left--) {
      texts.add(Wire.readString(in));
    }
    return texts;
  }
}

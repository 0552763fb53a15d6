package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What arrived about one database in one short interval of arrival: its functions and gauges. */
public final class DatabaseSlot implements Mergeable<DatabaseSlot> {

  /** Functions kept of a slot; of more, those whose names come first. */
  static final int FUNCTIONS = 512;

  /** Readings kept of a slot, the latest. */
  static final int READINGS = 8;

  public final String account;
  public final String region;

  /**
   * The id in the settings; of a database that the settings do not name, that of its host in RDS or
   * else its host, or empty where that is not known either.
   */
  public final String database;

  /** By name of the function. */
  public final TreeMap<String, FunctionShare> functions = new TreeMap<>();

  public final List<GaugeReading> readings = new ArrayList<>();

  public DatabaseSlot(String account, String region, String database) {
    this.account = account;
    this.region = region;
    this.database = database;
  }

  /**
   * Where a gauge is told. One of a database that the settings do not name goes together with all
   * others, for one of them may be that of functions that name no host, and under its own name, for
   * functions that do.
   */
  public static List<DatabaseSlot> of(FunctionId teller, GaugeReading reading, boolean declared) {
    List<DatabaseSlot> pieces = new ArrayList<>();
    for (String id : declared ? List.of(reading.database) : List.of("", reading.database)) {
      DatabaseSlot piece = new DatabaseSlot(teller.account(), teller.region(), id);
      piece.add(reading);
      pieces.add(piece);
    }
    return pieces;
  }

  /** The key that state is kept under. */
  public String key() {
    return account + '/' + region + '/' + database;
  }

  public void add(String function, FunctionShare share) {
    functions.merge(
        function,
        share,
        (one, other) -> {
          one.add(other);
          return one;
        });
    while (functions.size() > FUNCTIONS) {
      functions.pollLastEntry();
    }
  }

  public void add(GaugeReading reading) {
    readings.add(reading);
    Collections.sort(readings, GaugeReading.LATEST_FIRST);
    while (readings.size() > READINGS) {
      readings.remove(readings.size() - 1);
    }
  }

  @Override
  public DatabaseSlot merge(DatabaseSlot other) {
    other.functions.forEach(this::add);
    other.readings.forEach(this::add);
    return this;
  }

  /**
   * The byte form of a slot. Version 2 added which database refuses, 3 how usual that is, 4 how
   * many calls run at a time, 5 releases of the last hour.
   */
  public static final class ByteCodec implements Codec<DatabaseSlot> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 5;
    }

    @Override
    public void write(DatabaseSlot slot, DataOutput out) throws IOException {
      Wire.writeString(out, slot.account);
      Wire.writeString(out, slot.region);
      Wire.writeString(out, slot.database);
      Wire.writeInt(out, slot.functions.size());
      for (Map.Entry<String, FunctionShare> entry : slot.functions.entrySet()) {
        Wire.writeString(out, entry.getKey());
        entry.getValue().write(out);
      }
      Wire.writeInt(out, slot.readings.size());
      for (GaugeReading reading : slot.readings) {
        reading.write(out);
      }
    }

    @Override
    public DatabaseSlot read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "a database slot");
      DatabaseSlot slot =
          new DatabaseSlot(Wire.readString(in), Wire.readString(in), Wire.readString(in));
      for (int left = Wire.readLength(in); left > 0; left--) {
        slot.functions.put(Wire.readString(in), FunctionShare.read(in, version));
      }
      for (int left = Wire.readLength(in); left > 0; left--) {
        slot.readings.add(GaugeReading.read(in));
      }
      return slot;
    }
  }
}

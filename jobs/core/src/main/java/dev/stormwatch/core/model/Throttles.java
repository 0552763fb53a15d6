package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Lines in which a caller tells that Lambda refused its calls for want of concurrency. */
public final class Throttles {

  public long lines;

  /** Of them, those that name the account's limit as the reason. */
  public long ofAccount;

  /** Function that a line named as the one called; of several the first by name. */
  public String function = "";

  public void add(boolean account, String called) {
    lines++;
    ofAccount += account ? 1 : 0;
    named(called);
  }

  public void clear() {
    lines = 0;
    ofAccount = 0;
    function = "";
  }

  public void addAll(Throttles other) {
    lines += other.lines;
    ofAccount += other.ofAccount;
    named(other.function);
  }

  private void named(String called) {
    if (function.isEmpty() || !called.isEmpty() && called.compareTo(function) < 0) {
      function = called;
    }
  }

  void write(DataOutput out) throws IOException {
    Wire.writeLong(out, lines);
    Wire.writeLong(out, ofAccount);
    Wire.writeString(out, function);
  }

  static Throttles read(DataInput in) throws IOException {
    Throttles throttles = new Throttles();
    throttles.lines = Wire.readLong(in);
    throttles.ofAccount = Wire.readLong(in);
    throttles.function = Wire.readString(in);
    return throttles;
  }
}

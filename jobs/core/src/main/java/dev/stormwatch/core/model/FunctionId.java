package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One Lambda function of one account and region, without its version.
 *
 * <p>Account and function come from the envelope that CloudWatch Logs wrote, never from a log line:
 * a function can print anything, and must not be able to speak for another one.
 */
public final class FunctionId {

  /** For inputs that do not say, such as the output of {@code aws logs filter-log-events}. */
  public static final String UNKNOWN = "unknown";

  private final String account;
  private final String region;
  private final String name;
  private final int hash;

  public FunctionId(String account, String region, String name) {
    this.account = account;
    this.region = region;
    this.name = name;
    this.hash = (account.hashCode() * 31 + region.hashCode()) * 31 + name.hashCode();
  }

  public String account() {
    return account;
  }

  public String region() {
    return region;
  }

  public String name() {
    return name;
  }

  /** The key that state is kept under: {@code account/region/name}. */
  public String key() {
    return account + '/' + region + '/' + name;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, account);
    Wire.writeString(out, region);
    Wire.writeString(out, name);
  }

  static FunctionId read(DataInput in) throws IOException {
    return new FunctionId(Wire.readString(in), Wire.readString(in), Wire.readString(in));
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof FunctionId)) {
      return false;
    }
    FunctionId that = (FunctionId) other;
    return hash == that.hash
        && name.equals(that.name)
        && account.equals(that.account)
        && region.equals(that.region);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return key();
  }
}

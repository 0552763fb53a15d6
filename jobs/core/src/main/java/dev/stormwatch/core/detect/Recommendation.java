package dev.stormwatch.core.detect;

import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Something the reader can do, with the arithmetic that led to it. */
public final class Recommendation {

  /** A call of AWS's command line: the service and the operation come first. */
  private static final Pattern AWS = Pattern.compile("\\baws [a-z][a-z0-9-]* [a-z][a-z0-9-]*");

  /** What only the reader knows; a member that a query names is none. */
  private static final Pattern BLANK =
      Pattern.compile("(?<![\\w.\\[-])(?:ALIAS|UUID|NAME|FUNCTION|[A-Z]+_(?:ARN|NAME))(?![\\w-])");

  public final String action;
  public final String value;
  public final String reason;
  public final String command;
  public final String sideEffect;

  /**
   * @param value what to set it to; empty when the action has no value
   * @param command what to paste into a shell; empty when there is none
   */
  public Recommendation(
      String action, String value, String reason, String command, String sideEffect) {
    this.action = action;
    this.value = value;
    this.reason = reason;
    this.command = command;
    this.sideEffect = sideEffect;
  }

  /**
   * The command for a Region, named in every call of AWS in it: whoever pastes it may have another
   * one set, where a function of the same name may do well. Of an unknown one the reader's holds.
   */
  public String commandIn(String region) {
    return region.equals(FunctionId.UNKNOWN)
        ? command
        : AWS.matcher(command).replaceAll("$0 --region " + Matcher.quoteReplacement(region));
  }

  /** The words in the command that stand for what only the reader knows, each once. */
  public List<String> blanks() {
    List<String> blanks = new ArrayList<>();
    Matcher found = BLANK.matcher(command);
    while (found.find()) {
      if (!blanks.contains(found.group())) {
        blanks.add(found.group());
      }
    }
    return blanks;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, action);
    Wire.writeString(out, value);
    Wire.writeString(out, reason);
    Wire.writeString(out, command);
    Wire.writeString(out, sideEffect);
  }

  static Recommendation read(DataInput in) throws IOException {
    return new Recommendation(
        Wire.readString(in),
        Wire.readString(in),
        Wire.readString(in),
        Wire.readString(in),
        Wire.readString(in));
  }
}

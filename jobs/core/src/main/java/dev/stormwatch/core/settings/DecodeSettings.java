package dev.stormwatch.core.settings;

import java.io.Serializable;

/** What one record may cost at most. */
public final class DecodeSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A record that inflates to more is a dead letter. */
  public final int maxInflatedBytes;

  /** JSON nested deeper is a dead letter (the record) or malformed (a line). */
  public final int maxNestingDepth;

  /** A log line that is longer is counted and not read. */
  public final int maxLineBytes;

  /** A JSON line with more members in all is counted and not read to its end. */
  public final int maxObjectMembers;

  /** Functions that one decoder follows; records of further ones are counted and dropped. */
  public final int maxFunctions;

  /** Records of a shard that are remembered, to know one that comes again. */
  public final int duplicateMemory;

  /** Dead letters kept with their bytes, by reason; the rest are only counted. */
  public final int maxDeadLetterSamples;

  public DecodeSettings(Values values) {
    maxInflatedBytes = (int) values.whole("decode.maxInflatedBytes");
    maxNestingDepth = (int) values.whole("decode.maxNestingDepth");
    maxLineBytes = (int) values.whole("decode.maxLineBytes");
    maxObjectMembers = (int) values.whole("decode.maxObjectMembers");
    maxFunctions = (int) values.whole("decode.maxFunctions");
    duplicateMemory = (int) values.whole("decode.duplicateMemory");
    maxDeadLetterSamples = (int) values.whole("decode.maxDeadLetterSamples");
  }
}

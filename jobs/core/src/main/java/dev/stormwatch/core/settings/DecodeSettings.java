package dev.stormwatch.core.settings;

import java.io.Serializable;

/** What one record may cost at most. */
public final class DecodeSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A record that inflates to more is a dead letter. */
  public final int maxInflatedBytes;

  /** JSON nested deeper is a dead letter (the record) or malformed (a line). */
  public final int maxNestingDepth;

  /** Dead letters kept with their bytes, by reason; the rest are only counted. */
  public final int maxDeadLetterSamples;

  public DecodeSettings(Values values) {
    maxInflatedBytes = (int) values.whole("decode.maxInflatedBytes");
    maxNestingDepth = (int) values.whole("decode.maxNestingDepth");
    maxDeadLetterSamples = (int) values.whole("decode.maxDeadLetterSamples");
  }
}

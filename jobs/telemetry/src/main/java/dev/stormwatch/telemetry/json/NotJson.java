package dev.stormwatch.telemetry.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;

/** Why a document is not JSON, in a line that its author can act on. */
public final class NotJson {

  private NotJson() {}

  /** Says so, with what is wrong and where; what the parser tells of its own source is cut. */
  public static String text(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    String what = e.getOriginalMessage().lines().findFirst().orElse("");
    return "not JSON" + where + ": " + what.replaceFirst(" ?\\(start marker at .*", "");
  }
}

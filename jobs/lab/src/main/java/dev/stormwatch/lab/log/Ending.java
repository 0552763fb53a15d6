package dev.stormwatch.lab.log;

/** How an invocation ended, as far as its environment is concerned. */
public enum Ending {
  SUCCESS("success", ""),

  /** The handler threw; the platform calls that a success. */
  ERROR("success", ""),

  TIMEOUT("timeout", ""),

  /** The process died. */
  CRASH("error", "Runtime.ExitError");

  final String status;
  final String errorType;

  Ending(String status, String errorType) {
    this.status = status;
    this.errorType = errorType;
  }

  public boolean failed() {
    return this != SUCCESS;
  }

  /** Must the environment initialise again? */
  public boolean lethal() {
    return this == TIMEOUT || this == CRASH;
  }
}

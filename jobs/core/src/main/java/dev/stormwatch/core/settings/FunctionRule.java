package dev.stormwatch.core.settings;

import java.io.Serializable;

/** What the platform owner says about the functions whose name matches a glob. */
public final class FunctionRule implements Serializable {

  private static final long serialVersionUID = 1L;

  public final Glob match;

  /** Does somebody wait for the answer? */
  public final boolean synchronous;

  public final Architecture architecture;

  /** Environments that are kept ready and paid for; 0 where there are none. */
  public final long provisionedConcurrency;

  /** How much of its processor a running call uses; 0 where nobody knows. */
  public final double processorShare;

  /** Concurrent executions that are set aside for it and that it cannot exceed; 0 where none. */
  public final long reservedConcurrency;

  /** Name of the application that it is part of; empty where none is declared. */
  public final String application;

  public FunctionRule(Values values) {
    match = new Glob(values.text("match"));
    synchronous = values.flag("synchronous");
    architecture = Architecture.of(values.text("architecture"));
    provisionedConcurrency = values.whole("provisionedConcurrency");
    processorShare = values.number("processorShare");
    reservedConcurrency = values.whole("reservedConcurrency");
    application = values.text("application");
  }
}

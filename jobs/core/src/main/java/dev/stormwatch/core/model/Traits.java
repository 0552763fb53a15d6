package dev.stormwatch.core.model;

/** What lines say about the kind of function, as bits: what a detector must know not to misread. */
public final class Traits {

  /** A durable function runs one logical execution as many short calls; replays are no retries. */
  public static final int DURABLE = 1;

  /** Lambda Managed Instances: many calls at a time in one environment, none billed by itself. */
  public static final int MANAGED_INSTANCES = 2;

  /** Tenant isolation: environments are not shared, so more of them start, by design. */
  public static final int TENANTS = 4;

  public static final int SNAP_START = 8;
  public static final int PROVISIONED_CONCURRENCY = 16;

  // The family of the runtime, where an INIT_START names it.
  public static final int JVM = 32;
  public static final int NODE = 64;
  public static final int PYTHON = 128;
  public static final int DOTNET = 256;

  /** Any of the families. */
  public static final int RUNTIMES = JVM | NODE | PYTHON | DOTNET;

  private Traits() {}
}

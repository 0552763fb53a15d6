package dev.stormwatch.lab.log;

/**
 * How the lines of one function look.
 *
 * @param function its name
 * @param json Lambda's JSON log format instead of text
 * @param warnOnly system log level WARN, which exists in the JSON format: only what fails is logged
 * @param statusInReport the newer text dialect, in which REPORT says how a call ended instead of a
 *     line of its own
 * @param region where the function lives
 */
public record LogStyle(
    String function,
    ManagedRuntime runtime,
    boolean json,
    boolean warnOnly,
    boolean statusInReport,
    int memoryMb,
    int timeoutSeconds,
    String region) {}

package dev.stormwatch.lab.log;

/**
 * A managed runtime: what INIT_START calls it, and how long a program that does nothing takes to
 * initialise there.
 *
 * <p>Medians, spreads and stragglers follow maxday/lambda-perf, July and August 2026, zip packages
 * on x86 with 512 MB, ten cold starts a day; the lab's README sets them side by side. Memory does
 * not change them: Lambda lends the init phase a full processor.
 */
public enum ManagedRuntime {
  RUST("provided:al2023.v97", 16, 0.20, 0.02, "rust"),
  GO("provided:al2023.v97", 50, 0.07, 0.005, "go"),
  PYTHON_3_13("python:3.13.v62", 96, 0.15, 0.01, "python"),
  NODEJS_22("nodejs:22.v53", 140, 0.12, 0.003, "node"),
  JAVA_21("java:21.v42", 239, 0.13, 0.02, "java"),
  RUBY_3_4("ruby:3.4.v21", 229, 0.38, 0, "ruby"),
  DOTNET_8("dotnet:8.v38", 251, 0.20, 0.02, "dotnet");

  final String version;

  /** Median init of a program without libraries, in milliseconds. */
  public final double initMillis;

  /** Standard deviation of the logarithm of init times. */
  public final double initSigma;

  /** Share of inits that take about two and a half times as long, for reasons of Lambda's own. */
  public final double stragglerShare;

  final String language;

  ManagedRuntime(
      String version, double initMillis, double initSigma, double stragglerShare, String language) {
    this.version = version;
    this.initMillis = initMillis;
    this.initSigma = initSigma;
    this.stragglerShare = stragglerShare;
    this.language = language;
  }
}

package dev.stormwatch.core.model;

/** The second part of an ARN: China and the government's cloud are islands of their own. */
public final class AwsPartition {

  private AwsPartition() {}

  public static String of(String region) {
    return region.startsWith("cn-")
        ? "aws-cn"
        : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }
}

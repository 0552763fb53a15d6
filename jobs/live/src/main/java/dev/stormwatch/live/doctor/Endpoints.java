package dev.stormwatch.live.doctor;

/** Where the services are, each address empty for AWS's own. */
public final class Endpoints {

  final String kinesis;

  /** Of CloudWatch Logs. */
  final String logs;

  /** Of SNS and Lambda. */
  final String delivery;

  private Endpoints(String kinesis, String logs, String delivery) {
    this.kinesis = kinesis;
    this.logs = logs;
    this.delivery = delivery;
  }

  /**
   * Those that the application will ask, unless all are to be asked elsewhere.
   *
   * @param all address of all services; empty for what the properties say
   * @param kinesis of the properties
   * @param delivery of the properties
   */
  public static Endpoints of(String all, String kinesis, String delivery) {
    return all.isEmpty() ? new Endpoints(kinesis, "", delivery) : new Endpoints(all, all, all);
  }
}

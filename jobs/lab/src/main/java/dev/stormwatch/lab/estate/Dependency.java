package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.log.Failure;
import dev.stormwatch.lab.log.ManagedRuntime;

/** Somebody else's service that functions need: it answers, answers late, or not at all. */
final class Dependency {

  private final String name;
  private double failingShare;
  private boolean silent;
  private double slowdown = 1;

  Dependency(String name) {
    this.name = name;
  }

  /**
   * @param share of the calls that fail
   * @param noAnswer do they hang instead of being refused?
   */
  void outage(double share, boolean noAnswer) {
    failingShare = share;
    silent = noAnswer;
  }

  void slowDown(double factor) {
    slowdown = factor;
  }

  double slowdown() {
    return slowdown;
  }

  boolean fails(Dice dice) {
    return failingShare > 0 && dice.chance(failingShare);
  }

  boolean silent() {
    return silent;
  }

  /** No word of connections to a database in it. */
  Failure failure(ManagedRuntime runtime) {
    String message = "Request to https://api." + name + ".example failed with status code 503";
    return switch (runtime) {
      case NODEJS_22 -> Failure.of("AxiosError", message).withCode("ERR_BAD_RESPONSE");
      case PYTHON_3_13 -> Failure.of("HTTPError", message);
      case JAVA_21 -> Failure.of("shop.client.ServiceUnavailableException", message);
      case DOTNET_8 -> Failure.of("System.Net.Http.HttpRequestException", message);
      default -> Failure.of("UpstreamError", message);
    };
  }
}

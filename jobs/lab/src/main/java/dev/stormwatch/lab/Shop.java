package dev.stormwatch.lab;

import static java.time.Duration.ofMinutes;

import dev.stormwatch.lab.LambdaFunction.ManagedRuntime;
import java.time.Duration;

/**
 * The functions of the web shop that both recordings are about; a scenario decides their traffic.
 */
final class Shop {

  private Shop() {}

  /** A customer waits for it, and it is slow to start. */
  static LambdaFunction checkout(Traffic traffic) {
    return LambdaFunction.function("checkout", ManagedRuntime.JAVA_21, 512)
        .release("41", Duration.ZERO)
        .init(2_800, 0.25)
        .duration(120, 0.35)
        .warm(3)
        .traffic(traffic)
        .message("order accepted")
        .build();
  }

  /** Logs in the JSON format. */
  static LambdaFunction catalog(Traffic traffic) {
    return LambdaFunction.function("catalog", ManagedRuntime.NODEJS_22, 256)
        .json()
        .release("17", Duration.ZERO)
        .init(180, 0.16)
        .duration(45, 0.4)
        .warm(2)
        .traffic(traffic)
        .message("products listed")
        .build();
  }

  /** Called so rarely that every call is cold, which nobody minds. */
  static LambdaFunction nightlyReport() {
    return LambdaFunction.function("nightly-report", ManagedRuntime.NODEJS_22, 1024)
        .asynchronous()
        .init(420, 0.2)
        .duration(2_400, 0.3)
        .traffic(Traffic.every(ofMinutes(8), ofMinutes(3)))
        .message("report written")
        .build();
  }
}

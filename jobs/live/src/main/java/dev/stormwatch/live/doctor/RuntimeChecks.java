package dev.stormwatch.live.doctor;

import java.util.List;
import java.util.Map;

/** Does the application's runtime fit the jar? */
final class RuntimeChecks {

  private static final String RUNTIME = "runtime";
  private static final String OURS = "FLINK-1_20";

  private static final Map<String, String> OTHERS =
      Map.of(
          "FLINK-2_2",
          "its Kinesis source is another one, with which this jar does not start",
          "FLINK-1_19",
          "the jar is built against Flink 1.20",
          "FLINK-1_18",
          "the jar is built against Flink 1.20",
          "FLINK-1_15",
          "the jar is built against Flink 1.20");

  private RuntimeChecks() {}

  static void run(String runtime, List<Check> found) {
    if (runtime.equals(OURS)) {
      found.add(
          Check.ok(
              RUNTIME, runtime, "Flink 1.20 on Java 11, what the application's jar is built for"));
      return;
    }
    found.add(
        Check.fault(
            RUNTIME,
            runtime,
            OTHERS.getOrDefault(runtime, "no runtime of the service is known by this name"),
            "create the application with RuntimeEnvironment " + OURS));
  }
}

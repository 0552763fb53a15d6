package dev.stormwatch.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.lab.scenario.Scenario;
import dev.stormwatch.replay.CascadeRun.Played;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What calls functions by the hundred because somebody means it to says nothing of cascades, of no
 * severity, the first time too, whoever tells of traces. Seeds as in {@link CascadeAccuracyITCase}.
 */
class BenignTreesITCase {

  /** One function and what it calls; further functions follow. */
  private static final String ESTATE =
      """
      title: What is meant
      minutes: %d
      neighbours: 1
      functions:
        first:
          runtime: nodejs-22
          memoryMb: 256
          synchronous: false
          workMillis: 400
          tracing: TRACING
          message: first
          emits: [{to: %s, children: %s, delayMillis: 200%s}]
          traffic: {%s}
      """;

  private static final String OTHER =
      """
        %s:
          runtime: nodejs-22
          memoryMb: 256
          synchronous: false
          workMillis: %d
          tracing: TRACING
          message: %s
      """;

  private static String other(String name, int millis) {
    return OTHER.formatted(name, millis, name);
  }

  private static String emits(String to, String children) {
    return "    emits: [{to: %s, children: %s, delayMillis: 200}]\n".formatted(to, children);
  }

  private static String calls(int minutes, String to, String children, String traffic) {
    return ESTATE.formatted(minutes, to, children, "", traffic);
  }

  private static String itself(int minutes, String children, int depth, String traffic) {
    return ESTATE.formatted(minutes, "first", children, ", depthLimit: " + depth, traffic);
  }

  private static Map<String, String> scenarios() {
    Map<String, String> scenarios = new LinkedHashMap<>();
    String once = "schedules: [{first: 13, every: 1000}]";
    scenarios.put(
        "a Map state 1,000 wide, each with one call more, for the first time",
        calls(20, "item", "1000", once)
            + other("item", 900)
            + emits("after", "1")
            + other("after", 100));
    scenarios.put(
        "a Map state with 40 at a time",
        calls(20, "item", "600", once)
                .replace("delayMillis: 200", "delayMillis: {between: [0, 90000]}")
            + other("item", 900));
    scenarios.put(
        "a map-reduce of 8 parts of 30, every quarter of an hour",
        calls(50, "part", "8", "schedules: [{first: 3, every: 15}]")
            + other("part", 900)
            + emits("piece", "30")
            + other("piece", 700));
    scenarios.put("50 pages", itself(20, "1", 50, once));
    scenarios.put("300 pages", itself(24, "1", 300, once));
    scenarios.put("a walk of folders, 1, 4, 16, 64", itself(20, "4", 3, once));
    scenarios.put("a walk of folders, 1, 2, 4 to 128", itself(20, "2", 7, once));
    scenarios.put(
        "a warmer that calls 60 copies each five minutes",
        calls(40, "api", "60", "schedules: [{first: 2, every: 5}]") + other("api", 30));
    scenarios.put(
        "a pipeline whose ingress grows eightfold",
        calls(45, "stage", "3", "perSecond: 0.5, waves: [{at: 14, rise: 8, factor: 8}]")
            + other("stage", 200)
            + emits("last", "2")
            + other("last", 90));
    scenarios.put(
        "a backfill of 40,000 objects",
        calls(
                35,
                "search",
                "1",
                "perSecond: 0.2, waves: [{at: 13, rise: 0.5, hold: 9, factor: 350}]")
            + other("search", 90));
    scenarios.put(
        "a topic with five subscribers, for a sale",
        calls(35, "email", "5", "perSecond: 0.3, waves: [{at: 14, rise: 0.5, hold: 6, factor: 60}]")
            + other("email", 300));
    return scenarios;
  }

  @Test
  void whatIsMeantIsNoCascade() {
    List<String> said = new ArrayList<>();
    for (Map.Entry<String, String> entry : scenarios().entrySet()) {
      StringBuilder row = new StringBuilder();
      for (String tracing : List.of("application", "xray", "none")) {
        for (long seed : CascadeAccuracyITCase.seeds()) {
          String name = entry.getKey() + " " + tracing + " " + seed;
          Scenario scenario =
              Scenario.ofText("meant", entry.getValue().replace("TRACING", tracing));
          Played played = CascadeRun.played(scenario, seed);
          CascadeRun run = CascadeRun.of(played, played.records);
          row.append(run.said.isEmpty() ? " -" : " " + run.said.get(0).finding().severity);
          run.said.stream()
              .limit(1)
              .forEach(first -> said.add(name + ": " + first.finding().headline));
        }
        row.append(';');
      }
      CascadeAccuracyITCase.print("%-70s%s", entry.getKey(), row);
    }
    assertThat(said).isEmpty();
  }
}

package dev.stormwatch.lab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What really happened, known because the model did it: every call of every function. */
final class Truth {

  private final Map<String, List<Invocation>> byFunction = new LinkedHashMap<>();

  void add(LambdaFunction function, List<Environment> environments) {
    List<Invocation> invocations = new ArrayList<>();
    environments.forEach(environment -> invocations.addAll(environment.invocations));
    invocations.sort(Comparator.comparingLong(Invocation::arrival));
    byFunction.put(function.name, Collections.unmodifiableList(invocations));
  }

  /** In order of arrival. */
  List<Invocation> invocations(String function) {
    return Objects.requireNonNull(byFunction.get(function), function);
  }

  /** Calls that arrived from {@code from} on and before {@code to}. */
  long calls(String function, long from, long to) {
    return invocations(function).stream().filter(i -> within(i, from, to)).count();
  }

  long coldStarts(String function, long from, long to) {
    return invocations(function).stream().filter(i -> i.cold() && within(i, from, to)).count();
  }

  /** Cold calls per call; 0 where there was no call. */
  double coldShare(String function, long from, long to) {
    long calls = calls(function, from, to);
    return calls == 0 ? 0 : (double) coldStarts(function, from, to) / calls;
  }

  private static boolean within(Invocation invocation, long from, long to) {
    return invocation.arrival() >= from && invocation.arrival() < to;
  }
}

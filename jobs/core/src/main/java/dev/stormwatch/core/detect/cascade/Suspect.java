package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.Cascade.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A cascade that a rule has found. */
final class Suspect {

  final Shape shape;

  /** From the root on. */
  final List<String> path;

  /** First second of it. */
  final long since;

  /** Events from outside that are behind it, as far as can be told. */
  final long roots;

  /** The trace that shows it, if any does. */
  final TraceId trace;

  Suspect(Shape shape, List<String> path, long since, long roots) {
    this(shape, path, since, roots, TraceId.NONE);
  }

  Suspect(Shape shape, List<String> path, long since, long roots, TraceId trace) {
    this.shape = shape;
    this.path = List.copyOf(path);
    this.since = since;
    this.roots = Math.max(1, roots);
    this.trace = trace;
  }

  /** Functions that call themselves or one another: the root is whose burst began first. */
  static Suspect of(Shape shape, Map<String, Member> found, long end) {
    List<String> path =
        found.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Member> e) -> e.getValue().burstSince)
                    .thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey)
            .collect(Collectors.toList());
    Member first = found.get(path.get(0));
    long since = first == null ? end : first.burstSince;
    double usual = first == null ? 0 : first.burstUsual;
    return new Suspect(shape, path, since, Math.round(usual * (end - since)));
  }
}

package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import java.util.List;
import java.util.stream.Stream;

/** A cascade that a rule has found. */
public final class Suspect {

  public final Shape shape;

  /** From the root on. */
  public final List<String> path;

  /** First second of it. */
  public final long since;

  /** Events from outside that are behind it, as far as can be told. */
  public final long roots;

  /** The trace that shows it, if any does. */
  public final TraceId trace;

  public Suspect(Shape shape, List<String> path, long since, long roots) {
    this(shape, path, since, roots, TraceId.NONE);
  }

  public Suspect(Shape shape, List<String> path, long since, long roots, TraceId trace) {
    this.shape = shape;
    this.path = List.copyOf(path);
    this.since = since;
    this.roots = Math.max(1, roots);
    this.trace = trace;
  }

  /** Is it calls that call themselves, and not one event that becomes many calls? */
  public boolean callsItself() {
    return shape == Shape.LOOP
        || shape == Shape.EXPLOSION
        || shape == Shape.CHAINS
        || shape == Shape.LASTING_CHAINS;
  }

  /** Has it a function in common with any of some cascades? */
  public boolean overlaps(Stream<Cascade> cascades) {
    return cascades.anyMatch(cascade -> path.stream().anyMatch(cascade.path::contains));
  }

  /** The same through other functions. */
  public Suspect through(List<String> functions) {
    return new Suspect(shape, functions, since, roots, trace);
  }

  /** The same of which a cascade told a part before, and the trace of it. */
  public Suspect after(Cascade earlier) {
    return trace.known() || !earlier.trace.known()
        ? this
        : new Suspect(shape, path, Math.min(since, earlier.since), roots, earlier.trace);
  }
}

package dev.stormwatch.core.detect.dependency;

import dev.stormwatch.core.detect.BrokenVersion;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;

/**
 * Do a few of a hundred calls fail for long, of a function where next to none did?
 *
 * <p><b>Mechanism.</b> One of many things that a function calls, or one of their replicas, is slow
 * or down: too small a part to show in most environments, and for the people behind those calls the
 * function is down all the same.
 *
 * <p><b>Formula.</b> In each minute of {@value #SUSTAIN_MILLIS} ms at least {@value #LEAST} of the
 * calls fail, by all else that {@link FailureRule} asks. What is usual is not learned meanwhile.
 *
 * <p>Where all of them are of one version, and none of an older one's, <i>partialSustain</i> is
 * enough: that is no chance, and does not pass.
 *
 * <p><b>What it leaves to others.</b> Processes that exit often enough are told by the cold starts
 * that follow. Where nobody waits for the answer, what fails is tried again. From
 * <i>partialShare</i> on it is an outage or a release, or one that shows in new environments alone
 * and is watched by whoever released it. Callers that send what is refused look the same, hence a
 * ticket.
 */
final class SlightRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** How long it must have held: a release or a restart is over by then. */
  private static final long SUSTAIN_MILLIS = 600_000;

  /** Share of the minute's calls; what began goes on at half of it. */
  private static final double LEAST = 0.03;

  private final Settings estate;
  private final FailureRule rule;

  SlightRule(Settings estate, FailureRule rule) {
    this.estate = estate;
    this.rule = rule;
  }

  long sustain(FunctionView view) {
    boolean ofVersion = BrokenVersion.of(view.track.results().versions, estate.dependency) != null;
    return ofVersion ? estate.dependency.partialSustainMillis : SUSTAIN_MILLIS;
  }

  boolean holds(FunctionView view, DependencyWindow window, DependencyState state) {
    double least = state.slight ? LEAST / 2 : LEAST;
    return rule.fails(window, state, least)
        && window.share() < estate.dependency.partialShare
        && window.exhaustion == 0
        && !state.consumesBatches
        && estate.synchronous(view.slot.function.name());
  }
}

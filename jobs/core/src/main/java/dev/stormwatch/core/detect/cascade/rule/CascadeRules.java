package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that finds cascades, in the order in which it is asked; see {@link
 * dev.stormwatch.core.detect.cascade.CascadeDetector}.
 */
public final class CascadeRules implements Serializable {

  private static final long serialVersionUID = 1L;

  private final LoopRule loop;
  private final WideningRule widening;
  private final BusyRule busy;
  private final ReturnRule returns;
  private final PilingRule piling;
  private final LoneChainRule lone;
  private final List<Rule> all;

  /** What finds a cascade of some form. */
  private interface Rule extends Serializable {
    @Nullable Suspect find(AccountState state);
  }

  public CascadeRules(Settings settings) {
    this.loop = new LoopRule(settings);
    this.widening = new WideningRule(settings.cascade);
    this.busy = new BusyRule(settings);
    this.returns = new ReturnRule(settings);
    this.piling = new PilingRule(settings);
    this.lone = new LoneChainRule(settings);
    this.all =
        List.of(
            new FanOutRule(settings.cascade)::find,
            new ExplosionRule(settings)::find,
            new FailingRule(settings.cascade)::find,
            loop::find,
            new DisplacingRule(settings)::find,
            new TreeRule(settings)::find,
            new ForestRule(settings.cascade)::find,
            new EndlessRule(settings.cascade)::find,
            new CutChainRule(settings.cascade)::find,
            busy::find,
            returns::find,
            new EchoRule(settings)::find,
            piling::find,
            widening::find,
            new OffspringRule(settings)::find,
            new SweepRule(settings)::find,
            lone::find,
            new AddedRule(settings)::find);
  }

  /** A cascade that is not told yet, or tells more of its functions than what is. */
  public @Nullable Suspect find(AccountState state) {
    for (Rule rule : all) {
      Suspect suspect = rule.find(state);
      if (suspect != null
          && !suspect.overlaps(
              state.cascades.stream()
                  .filter(cascade -> cascade.says(suspect.shape) || !cascade.yields()))) {
        return suspect;
      }
    }
    return null;
  }

  /** Does it turn out that a clock starts what was taken for chains? */
  public boolean isClocked(Cascade cascade, AccountState state) {
    return loop.isClocked(cascade, state);
  }

  /** Second at which chains that could be clients have lasted so long that they are a loop. */
  public long lastsAt(Cascade chains, AccountState state) {
    return loop.lastsAt(chains, state);
  }

  /** Are chains that could be clients a loop after all? */
  public boolean areCertain(Cascade chains, boolean clocked, AccountState state) {
    // A shard that is read back to back is as regular as a clock, which reads no larger batches.
    return busy.isAlone(chains, state)
        || !clocked
            && (loop.accumulates(chains, state)
                || returns.showsIn(chains, state)
                || piling.showsIn(chains, state));
  }

  /** Does a stream's consumer read as much as when it was taken for what feeds it? */
  public boolean isStillBusy(Cascade cascade, Member member, long end) {
    return busy.goesOn(cascade, member, end);
  }

  /** Has one chain come so far that it is no reader of pages? */
  public boolean isLoop(Cascade chain, AccountState state) {
    return lone.isLoop(chain, state);
  }

  /** Are events of a root wide for so long that no chance explains it? */
  public boolean areWider(String root, AccountState state) {
    return widening.goesOn(root, state);
  }
}

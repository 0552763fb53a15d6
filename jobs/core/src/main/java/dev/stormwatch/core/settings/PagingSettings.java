package dev.stormwatch.core.settings;

import java.io.Serializable;

/** How much a human hears. */
public final class PagingSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Most updates of one incident, reminders not counted. */
  public final int maxUpdates;

  /** Least time between two messages of which the later is an update. */
  public final long updateMillis;

  /** How often somebody is reminded of a page that stays open. */
  public final long repeatMillis;

  /** How long what may be an effect and is no page waits for its cause. */
  public final long groupWaitMillis;

  /** How long what may be an effect, a page included, waits for a cause that is building up. */
  public final long causeWaitMillis;

  /** How long a cause that is over still explains its effects. */
  public final long lingerMillis;

  /** Most pages of one account and region within an hour. */
  public final int pagesPerHour;

  /** Least time between two digests of what is beyond that. */
  public final long digestMillis;

  public PagingSettings(Values values) {
    maxUpdates = (int) values.whole("paging.maxUpdates");
    updateMillis = values.whole("paging.updateSeconds") * 1000;
    repeatMillis = values.whole("paging.repeatSeconds") * 1000;
    groupWaitMillis = values.whole("paging.groupWaitSeconds") * 1000;
    causeWaitMillis = values.whole("paging.causeWaitSeconds") * 1000;
    lingerMillis = values.whole("paging.lingerSeconds") * 1000;
    pagesPerHour = (int) values.whole("paging.pagesPerHour");
    digestMillis = values.whole("paging.digestSeconds") * 1000;
  }
}

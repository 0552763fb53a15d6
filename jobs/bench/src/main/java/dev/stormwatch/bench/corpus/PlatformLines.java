package dev.stormwatch.bench.corpus;

import java.util.List;

/** The platform's own lines about calls, in one of its two log formats. */
interface PlatformLines {

  /** Before the first call of an environment. */
  List<Line> created(long at);

  List<Line> started(Call call);

  /** All that the platform says when a call is over, in order. */
  List<Line> ended(Call call, Dice dice);
}

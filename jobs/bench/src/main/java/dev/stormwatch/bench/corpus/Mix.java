package dev.stormwatch.bench.corpus;

/** The mixes of records that are measured: what decides the cost of decoding differs in each. */
public enum Mix {
  A("text platform lines, application text and JSON", 2000, 40, 84),
  B("Lambda's JSON log format", 2000, 40, 84),
  C("text platform lines, application text and EMF", 2000, 40, 84),
  S("as A, 3 to 6 events a record", 8000, 3, 6),
  L("as A, 1500 to 2500 events a record", 60, 1500, 2500),
  M("a bad day: as A, calls fail and databases are full", 2000, 40, 84);

  private final String title;
  private final int usualRecords;
  private final int leastEvents;
  private final int mostEvents;

  Mix(String title, int usualRecords, int leastEvents, int mostEvents) {
    this.title = title;
    this.usualRecords = usualRecords;
    this.leastEvents = leastEvents;
    this.mostEvents = mostEvents;
  }

  public String title() {
    return title;
  }

  /** Records of a corpus that is measured: well beyond what a processor's caches hold. */
  public int usualRecords() {
    return usualRecords;
  }

  int drawEvents(Dice dice) {
    return dice.between(leastEvents, mostEvents);
  }

  boolean json() {
    return this == B;
  }

  boolean metrics() {
    return this == C;
  }

  /** The share of calls that fail. Failures are rare, yet never quite absent. */
  double failures() {
    return this == M ? 0.02 : 0.005;
  }

  /** The share of application lines that say a database takes no more connections. */
  double exhaustion() {
    return this == M ? 0.018 : 0;
  }
}

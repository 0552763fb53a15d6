package dev.stormwatch.bench.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The functions of an estate; some are called far more than others. */
final class Fleet {

  /** What a function runs on, and the version that INIT_START names. */
  enum Language {
    NODE("nodejs:22.v45"),
    PYTHON("python:3.12.v71"),
    JAVA("java:21.v50");

    final String version;

    Language(String version) {
      this.version = version;
    }
  }

  /**
   * One function.
   *
   * @param structured does the application log JSON with a library of its own?
   * @param traced is every call sampled by X-Ray?
   * @param snapStart does a cold call restore a snapshot?
   * @param reportsStatus does a REPORT carry the status, as Lambda writes it since 2025?
   * @param messages what its code says, with places to fill in
   */
  record Member(
      String name,
      String account,
      String logGroup,
      List<String> logStreams,
      Language runtime,
      boolean structured,
      boolean traced,
      boolean snapStart,
      boolean reportsStatus,
      int memoryMegabytes,
      double usualMillis,
      List<String> messages) {

    String arn() {
      return "arn:aws:lambda:" + Corpus.REGION + ":" + account + ":function:" + name;
    }
  }

  private static final int FUNCTIONS = 1000;
  private static final List<String> ACCOUNTS =
      List.of("111122223333", "444455556666", "777788889999");
  private static final List<String> AREAS =
      List.of("orders", "payments", "catalog", "shipping", "users", "search", "billing", "stock");
  private static final List<String> VERBS =
      List.of("create", "validate", "sync", "notify", "index", "import", "list", "expire");
  private static final List<String> STAGES = List.of("prod", "staging", "dev");
  private static final List<Integer> MEMORY = List.of(128, 256, 512, 1024, 1769, 3008);

  private final List<Member> members = new ArrayList<>(FUNCTIONS);

  Fleet(long seed) {
    Dice dice = new Dice(seed, "fleet");
    for (int i = 0; i < FUNCTIONS; i++) {
      members.add(member(i, dice));
    }
  }

  /** A few functions get much of the traffic. */
  Member draw(Dice dice) {
    double u = dice.uniform();
    return members.get((int) (FUNCTIONS * u * u));
  }

  private static Member member(int index, Dice dice) {
    String name =
        String.format(
            Locale.ROOT,
            "%s-%s-%s-%03d",
            dice.pick(AREAS),
            dice.pick(VERBS),
            dice.pick(STAGES),
            index);
    boolean ownGroup = dice.chance(0.05);
    List<String> streams = new ArrayList<>();
    int environments = dice.between(2, 12);
    for (int i = 0; i < environments; i++) {
      streams.add(
          "2026/03/02/" + (ownGroup ? name : "") + "[$LATEST]" + dice.hex16() + dice.hex16());
    }
    Language runtime = dice.pick(List.of(Language.values()));
    return new Member(
        name,
        dice.pick(ACCOUNTS),
        ownGroup ? "/shop/" + dice.pick(AREAS) : "/aws/lambda/" + name,
        streams,
        runtime,
        runtime != Language.JAVA && dice.chance(0.5),
        dice.chance(0.2),
        runtime == Language.JAVA && dice.chance(0.5),
        dice.chance(0.5),
        dice.pick(MEMORY),
        dice.logNormal(120, 1.2),
        Prose.messages(dice));
  }
}

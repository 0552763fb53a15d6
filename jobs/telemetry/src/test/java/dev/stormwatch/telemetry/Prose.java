package dev.stormwatch.telemetry;

/** What people, libraries and drivers write within a line. */
final class Prose {

  private static final String[] PHRASES = Phrases.texts().toArray(new String[0]);

  /** Near enough to a phrase to be taken for one by a careless search. */
  private static final String[] NEGATIVES = {
    "TooManyRequests: Rate Exceeded",
    "429 Too Many Requests",
    "too many open files",
    "toomany connections",
    "too many connection",
    "no more connection allowed",
    "Rate exceeded",
    "connection pool is fine",
    "Queue limit not reached",
    "Connection reset by peer",
    "o many clients",
    "remaining connection slots",
    "the pool is full",
    "max_user_connection"
  };

  private static final String[] HOSTS = {
    "",
    "",
    "connection to server at \"pg.internal\" (10.0.3.17), port 5432 failed: ",
    "orders-db.cluster-c9akciq32.eu-west-1.rds.amazonaws.com ",
    "db-7:5432 ",
    "10.0.0.7:3306: "
  };

  private final Dice dice;

  Prose(Dice dice) {
    this.dice = dice;
  }

  /** What a person or a driver wrote. */
  String said() {
    switch (dice.below(10)) {
      case 0:
        return dice.words(3) + dice.of(HOSTS) + dice.of(PHRASES) + dice.words(3);
      case 1:
        return connection() + dice.words(4);
      case 2:
        return dice.of(NEGATIVES);
      case 3:
        return dice.words(3) + dice.odd() + dice.words(5);
      case 4:
        return dice.words(60);
      default:
        return dice.words(12);
    }
  }

  /** A phrase that an escape precedes, cuts or wears. */
  private String connection() {
    String phrase = dice.of(PHRASES);
    int cut = dice.below(phrase.length());
    switch (dice.below(7)) {
      case 0:
        return dice.of("\n", "\\", "\\\\", "\"", "\t", "\b", "\f", "\r", "\\n", "C:\\") + phrase;
      case 1:
        return phrase.substring(0, cut) + dice.odd() + phrase.substring(cut);
      case 2:
        return phrase.toUpperCase();
      case 3:
        return phrase.toLowerCase();
      case 4:
        return "the pool '" + dice.words(dice.of(3, 40)) + "' has 5 requests waiting";
      case 5:
        return phrase
            + dice.of(
                " (total=",
                " (total=10, active=9, idle=1, waiting=37)",
                " (total=0, active=0, idle=0, waiting=4)",
                "\n    (pool connections: active=0 idle=0 limit=5)",
                " (pool connections: active=5 idle=0 limit=5)");
      default:
        return phrase.substring(cut) + phrase;
    }
  }

  String level() {
    return dice.of("INFO", "ERROR", "WARN", "DEBUG", "Error", "FATAL");
  }
}

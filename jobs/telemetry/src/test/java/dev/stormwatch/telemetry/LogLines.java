package dev.stormwatch.telemetry;

/** Seeded log lines of every kind that the platform and functions write, and near misses. */
final class LogLines {

  private final Dice dice;
  private final PlatformLines platform;
  private final ApplicationLines application;

  LogLines(Dice dice) {
    this.dice = dice;
    this.platform = new PlatformLines(dice);
    this.application = new ApplicationLines(dice);
  }

  /** Any line; one in four is twisted. */
  String next() {
    String line = proper();
    for (int i = dice.once(4) ? 1 + dice.below(2) : 0; i > 0; i--) {
      line = twisted(line);
    }
    return line;
  }

  /** A line as its writer meant it. */
  String proper() {
    switch (dice.below(12)) {
      case 0:
      case 1:
      case 2:
        return platform.text();
      case 3:
      case 4:
      case 5:
        return platform.json();
      case 6:
      case 7:
        return application.text();
      case 8:
      case 9:
        return application.json();
      case 10:
        return dice.once(2) ? application.errors.error() : application.eventSource();
      default:
        return application.metrics();
    }
  }

  private String twisted(String line) {
    int at = dice.below(line.length() + 1);
    String head = line.substring(0, at);
    String tail = line.substring(at);
    switch (dice.below(11)) {
      case 0:
        return head + dice.odd() + tail;
      case 1:
        return head + (tail.isEmpty() ? "" : tail.substring(1));
      case 2:
        return head + (tail.isEmpty() ? "" : (char) (tail.charAt(0) ^ 1 << dice.below(7)));
      case 3:
        return head + (tail.isEmpty() ? "" : (char) (tail.charAt(0) ^ 0x20) + tail.substring(1));
      case 4:
        return head;
      case 5:
        return head + tail + tail;
      case 6:
        return head + proper();
      case 7:
        return head + " " + tail;
      case 8:
        return line.replace("\t", " ");
      case 9:
        return dice.odd() + line;
      default:
        return line + dice.odd();
    }
  }
}

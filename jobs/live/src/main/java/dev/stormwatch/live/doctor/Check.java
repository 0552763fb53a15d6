package dev.stormwatch.live.doctor;

import java.util.Locale;

/** What was looked at, how it is, and what to do about it. */
public final class Check {

  /** How it is. */
  public enum Level {
    OK,
    /** The job runs, but somebody will be surprised. */
    WARNING,
    /** The job does not run, or nobody hears of what it finds. */
    FAULT;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public final Level level;

  /** One of a closed set: {@code properties}, {@code stream}, {@code topic} and so on. */
  public final String of;

  /** Which of them: a name or an ARN. */
  public final String subject;

  public final String text;

  /** What to do; empty when nothing is. */
  public final String remedy;

  private Check(Level level, String of, String subject, String text, String remedy) {
    this.level = level;
    this.of = of;
    this.subject = subject;
    this.text = text;
    this.remedy = remedy;
  }

  static Check ok(String of, String subject, String text) {
    return new Check(Level.OK, of, subject, text, "");
  }

  public static Check warning(String of, String subject, String text, String remedy) {
    return new Check(Level.WARNING, of, subject, text, remedy);
  }

  public static Check fault(String of, String subject, String text, String remedy) {
    return new Check(Level.FAULT, of, subject, text, remedy);
  }
}

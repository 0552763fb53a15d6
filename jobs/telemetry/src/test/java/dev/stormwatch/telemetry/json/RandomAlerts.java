package dev.stormwatch.telemetry.json;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.incident.Headline;
import dev.stormwatch.core.incident.Peak;
import dev.stormwatch.core.model.FunctionId;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Alerts as detectors never write them, up to the longest names that AWS allows. */
final class RandomAlerts {

  private static final long T = 1_772_446_335_120L;
  private static final String[] REGIONS = {
    "eu-west-1", "ap-southeast-7", "cn-north-1", "us-gov-west-1"
  };
  private static final double[] NUMBERS = {
    0,
    -0.0,
    1e-12,
    0.4,
    97,
    1e9,
    Double.MAX_VALUE,
    Double.MIN_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };
  private static final String SIGNS = "abc xyz 019 \"\\<>&%{}[]*_`~#|ä×…–\u26a1\ud83d\udd25 \u2028";

  private final Random random;

  private RandomAlerts(Random random) {
    this.random = random;
  }

  static Alert of(Random random) {
    return new RandomAlerts(random).alert();
  }

  private Alert alert() {
    Severity severity = one(Severity.values());
    Action action = one(Action.values());
    Finding finding =
        new Finding(
                one(Kind.values()),
                subject(),
                severity,
                random.nextBoolean(),
                time(),
                text(300),
                new Measure(
                    name(60),
                    number(),
                    text(20),
                    number(),
                    random.nextInt(3) * 300L,
                    600,
                    number()),
                impact(),
                many(
                    5,
                    i -> new Evidence(time(), "/aws/lambda/" + name(512), stream(), "", text(400))),
                many(6, i -> step()))
            .predicting(
                random.nextBoolean() ? null : new Prediction(text(200), time(), time(), time()))
            .because(random.nextBoolean() ? "" : "traffic-burst");
    int muted = random.nextInt(10) == 0 ? Alert.MAX_INHIBITS : random.nextInt(3);
    return Alert.about(
            finding,
            finding.kind.wireName() + '-' + Long.toHexString(random.nextLong()),
            1 + random.nextInt(9),
            action,
            time())
        .severity(severity)
        .onset(time())
        .inhibits(
            IntStream.range(0, muted)
                .mapToObj(i -> new Headline("cold-start-spike-" + i, Finding.cut(text(300))))
                .toList(),
            muted == Alert.MAX_INHIBITS ? random.nextInt(1_000) : 0)
        .inhibitedBy(
            random.nextBoolean() ? null : new Headline("consumer-lag-0", Finding.cut(text(200))))
        .peak(
            action == Action.RESOLVE || action == Action.EXPIRE
                ? new Peak(name(60), finite(), text(20), time(), true)
                : null)
        .build();
  }

  private Subject subject() {
    String account = "111122223333";
    String region = one(REGIONS);
    FunctionId function = new FunctionId(account, region, name(64));
    String source = "arn:aws:kinesis:" + region + ':' + account + ":stream/" + name(128);
    List<String> functions = many(random.nextInt(20) == 0 ? 1_000 : 8, i -> name(64));
    return switch (random.nextInt(6)) {
      case 0 -> Subject.function(function);
      case 1 -> Subject.database(account, region, name(63), plus(functions));
      case 2 -> Subject.shard(function, source, "shardId-" + name(12), digits(), digits());
      case 3 -> Subject.queue(function, source, random.nextBoolean() ? "" : name(100));
      case 4 -> Subject.telemetry(account, region, source, functions);
      default -> {
        String trace = random.nextBoolean() ? "" : "1-" + name(8) + '-' + name(24);
        yield Subject.cascade(account, region, name(64), plus(functions), trace);
      }
    };
  }

  private List<String> plus(List<String> functions) {
    return functions.isEmpty() ? List.of(name(64)) : functions;
  }

  private Impact impact() {
    boolean seen = random.nextBoolean();
    return new Impact(
        seen, seen ? time() : Long.MIN_VALUE, seen || random.nextBoolean() ? text(400) : "");
  }

  private Recommendation step() {
    return new Recommendation(
        text(200),
        random.nextBoolean() ? "" : text(30),
        text(400),
        random.nextBoolean() ? "" : text(600),
        random.nextBoolean() ? "none" : text(200));
  }

  private String stream() {
    return random.nextBoolean() ? "" : "2026/03/02/[$LATEST]" + name(32);
  }

  private long time() {
    return T + random.nextInt(100_000_000);
  }

  private double number() {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }

  /** What a measure makes of such a number. */
  private double finite() {
    return new Measure("name", number(), "unit", 0, 0, 0, 0).value;
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> List<T> many(int most, IntFunction<T> one) {
    return IntStream.range(0, random.nextInt(most + 1)).mapToObj(one).toList();
  }

  /** Letters, digits, hyphens and underscores. */
  private String name(int most) {
    StringBuilder name = new StringBuilder();
    for (int left = 1 + random.nextInt(most); left > 0; left--) {
      name.append("abcdefghijklmnopqrstuvwxyzABC0123456789-_".charAt(random.nextInt(41)));
    }
    return name.toString();
  }

  private String digits() {
    return Long.toString(random.nextLong(1L << 62)) + random.nextLong(1L << 62);
  }

  /** On one line, begins with a letter. */
  private String text(int most) {
    StringBuilder text = new StringBuilder("t");
    int[] signs = SIGNS.codePoints().toArray();
    for (int left = random.nextInt(most); left > 0; left--) {
      text.appendCodePoint(signs[random.nextInt(signs.length)]);
    }
    return text.toString();
  }
}

package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.settings.DecodeSettings;
import dev.stormwatch.telemetry.DeadRecordException.Reason;
import dev.stormwatch.telemetry.Envelopes.Form;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Damages real shapes: nothing but a dead record may come of it. {@code
 * -Dstormwatch.mutations=10000000} makes it go on for so many mutants and tell what they cost.
 */
class MutationTest {

  private static final long MUTATIONS = Long.getLong("stormwatch.mutations", 50_000);
  private static final long PROGRESS_NANOS = 2_000_000_000L;
  private static final int SHAPES = 400;

  /** Events after which the code is compiled, so that its times mean something. */
  private static final long WARM = 200_000;

  private final DecodeSettings settings = SettingsReader.defaults().decode;
  private final RecordDecoder fast = new RecordDecoder(settings, "eu-west-1");
  private final RecordDecoder generic = new RecordDecoder(settings, "eu-west-1", false);
  private final List<byte[]> documents = new ArrayList<>();
  private final List<byte[]> packed = new ArrayList<>();

  private double slowest;
  private String slowestOf = "";
  private long bytes;
  private long events;

  private static final class Counting implements LineSink {
    long lines;
    long characters;

    @Override
    public void document(LogDocument document) {}

    @Override
    public void line(Observation line, LogEvent event) {
      lines++;
      characters += event.message().length() + line.requestId().length();
    }
  }

  private void shapes() {
    for (int seed = 0; seed < SHAPES; seed++) {
      Dice dice = new Dice(seed);
      LogLines source = new LogLines(dice);
      List<String> lines = new ArrayList<>();
      for (int i = dice.of(1, 2, 5); i > 0; i--) {
        lines.add(source.proper());
      }
      byte[] document = new Envelopes(dice).bytes(lines, Form.EXACT);
      documents.add(document);
      packed.add(Documents.gzip(document));
    }
  }

  @Test
  void nothingButADeadRecordComesOfDamage() {
    shapes();
    long next = System.nanoTime() + PROGRESS_NANOS;
    for (long seed = 0; seed < MUTATIONS; seed++) {
      Dice dice = new Dice(seed);
      byte[] mutant = mutant(dice);
      try {
        // The parser takes most of the time; in a long run every tenth is held against it.
        check(mutant, MUTATIONS <= 1_000_000 || seed % 10 == 0);
      } catch (RuntimeException | StackOverflowError e) {
        String shown = Base64.getEncoder().encodeToString(mutant);
        fail(
            "seed %d: %s"
                .formatted(seed, e + " " + shown.substring(0, Math.min(20_000, shown.length()))),
            e);
      }
      if (System.nanoTime() > next) {
        next += PROGRESS_NANOS;
        tell(seed);
      }
    }
    System.gc();
    tell(MUTATIONS);
  }

  private byte[] mutant(Dice dice) {
    Mutants mutants = new Mutants(dice);
    int shape = dice.below(SHAPES);
    byte[] other = documents.get(dice.below(SHAPES));
    byte[] whole = documents.get(shape);
    switch (dice.below(8)) {
      case 0:
        byte[] gzip = packed.get(shape);
        return mutants.of(gzip, 0, gzip.length, packed.get(dice.below(SHAPES)));
      case 1:
      case 2:
        return mutants.of(whole, 0, whole.length, other);
      default:
        // Inside the messages: behind the first, before the end.
        int from = new String(whole, StandardCharsets.ISO_8859_1).indexOf("e\":\"", 200);
        return mutants.of(whole, from + 4, whole.length - 4, other);
    }
  }

  private void check(byte[] mutant, boolean compared) {
    Counting counted = new Counting();
    Reason dead = null;
    long began = System.nanoTime();
    try {
      fast.decode(mutant, counted);
    } catch (DeadRecordException e) {
      dead = e.reason();
    }
    double perByte = (System.nanoTime() - began) / (double) mutant.length;
    if (mutant.length >= 1024 && perByte > slowest && events > WARM) {
      // Slow by itself, or did something else happen meanwhile?
      double time = Math.min(perByte, Math.min(again(mutant), again(mutant)));
      if (time > slowest) {
        slowest = time;
        slowestOf = mutant.length + " bytes, " + counted.lines + " lines, " + dead;
      }
    }
    bytes += mutant.length;
    events += counted.lines;
    assertThat(dead).isNotEqualTo(Reason.INTERNAL_ERROR);
    if (mutant.length > 0 && mutant[0] == '{') {
      assertThat(counted.lines).isLessThan(mutant.length);
      assertThat(counted.characters).isLessThan(2L * mutant.length);
      if (compared) {
        compare(mutant, dead);
      }
    }
  }

  private double again(byte[] mutant) {
    long began = System.nanoTime();
    try {
      fast.decode(mutant, new Counting());
    } catch (DeadRecordException e) {
      // Told by the first time already.
    }
    return (System.nanoTime() - began) / (double) mutant.length;
  }

  /** Where the JSON parser takes the document for one, the two must agree. */
  private void compare(byte[] mutant, Reason dead) {
    RecordingSink expected = new RecordingSink();
    Reason expectedDead = null;
    try {
      generic.decode(mutant, expected);
    } catch (DeadRecordException e) {
      expectedDead = e.reason();
    }
    if (expectedDead == Reason.MALFORMED_JSON) {
      return;
    }
    RecordingSink told = new RecordingSink();
    try {
      fast.decode(mutant, told);
    } catch (DeadRecordException e) {
      assertThat(e.reason()).isEqualTo(dead);
    }
    assertThat(dead).isEqualTo(expectedDead);
    assertThat(told.documents).isEqualTo(expected.documents);
    assertThat(told.lines).isEqualTo(expected.lines);
  }

  private void tell(long mutations) {
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.printf(
        "%,d mutants, %,d bytes, %,d events; slowest %.0f ns/byte (%s); heap %,d MiB%n",
        mutations, bytes, events, slowest, slowestOf, heap >> 20);
  }
}

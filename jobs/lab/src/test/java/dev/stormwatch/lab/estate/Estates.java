package dev.stormwatch.lab.estate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.format.Section;
import dev.stormwatch.lab.log.Line;
import java.io.UncheckedIOException;
import java.util.List;

/** Small estates, as a scenario file would describe them. */
final class Estates {

  static final long MINUTE = 60_000;

  private Estates() {}

  /** Runs what the YAML describes for so many minutes from time 0 on. */
  static Estate run(double minutes, String yaml) {
    Section file = section(yaml);
    Dice dice = new Dice(1);
    Estate estate =
        new Estate("123456789012", "eu-west-1", 0, 0, (long) (minutes * MINUTE), file, dice);
    new Troubles(estate, 0, dice).schedule(file.list("troubles"));
    file.check();
    estate.run();
    return estate;
  }

  static Section section(String yaml) {
    try {
      return new Section("", new YAMLMapper().readTree(yaml));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that a function's environments wrote. */
  static List<String> lines(Estate estate, String function) {
    return estate.logStreams().stream()
        .filter(stream -> stream.logGroup().equals("/aws/lambda/" + function))
        .flatMap(stream -> stream.lines().stream())
        .map(Line::text)
        .toList();
  }
}

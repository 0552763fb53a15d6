package dev.stormwatch.replay.input;

import java.nio.file.Path;
import java.util.List;

/** What every input tells of itself. */
abstract class DescribedInput implements Input {

  private final InputFormat format;
  private final Path path;
  private final List<Path> files;
  private final String region;
  private final String streamArn;

  DescribedInput(InputFormat format, Path path, List<Path> files, String region, String streamArn) {
    this.format = format;
    this.path = path;
    this.files = List.copyOf(files);
    this.region = region;
    this.streamArn = streamArn;
  }

  @Override
  public InputFormat format() {
    return format;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public List<Path> files() {
    return files;
  }

  @Override
  public String region() {
    return region;
  }

  @Override
  public String streamArn() {
    return streamArn;
  }

  @Override
  public List<String> notes() {
    return List.of();
  }
}

package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;

/** What an earlier build wrote, beside the tests that restore it. */
final class Snapshots {

  private Snapshots() {}

  /** Writes what the next builds are held against; see {@link GoldenSnapshotTest}. */
  static void writeWhenAsked(String name, Callable<OperatorSubtaskState> state) throws Exception {
    if (Boolean.getBoolean("stormwatch.snapshots.write")) {
      Path folder = Files.createDirectories(Path.of("src", "test", "resources", "snapshots"));
      OperatorSnapshotUtil.writeStateHandle(state.call(), folder.resolve(name).toString());
    }
  }

  static OperatorSubtaskState read(String name) throws Exception {
    URL resource = Snapshots.class.getResource("/snapshots/" + name);
    assertThat(resource).as(name).isNotNull();
    return OperatorSnapshotUtil.readStateHandle(Path.of(resource.toURI()).toString());
  }
}

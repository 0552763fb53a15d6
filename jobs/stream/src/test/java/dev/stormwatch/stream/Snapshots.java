package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;

/**
 * What earlier builds wrote, beside the tests that restore it: files {@code NAME-SET.snapshot},
 * where a set is what one build kept, {@code v1}, {@code v2} and so on.
 */
final class Snapshots {

  private static final Path FOLDER = Path.of("src", "test", "resources", "snapshots");
  private static final Pattern SET = Pattern.compile("v[1-9][0-9]*");

  private Snapshots() {}

  /**
   * Adds to the set of which the system property {@code stormwatch.snapshots.write} gives the name
   * what the next builds are held against; see {@link GoldenSnapshotTest}. What was written stays:
   * a file that may be written anew proves nothing of the jobs that ran when it was.
   */
  static void writeWhenAsked(String name, Callable<OperatorSubtaskState> state) throws Exception {
    String set = System.getProperty("stormwatch.snapshots.write", "");
    if (!set.isEmpty()) {
      assertThat(set).as("the set's name").matches(SET);
      Path file = FOLDER.resolve(name + "-" + set + ".snapshot");
      assertThat(file).as("a set is written once; take the next number").doesNotExist();
      OperatorSnapshotUtil.writeStateHandle(state.call(), file.toString());
    }
  }

  /** The files of all sets that hold this state, by their names. */
  static List<String> of(String name) throws IOException {
    Pattern file = Pattern.compile(Pattern.quote(name) + "-" + SET + "\\.snapshot");
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> found =
          files
              .map(path -> path.getFileName().toString())
              .filter(file.asMatchPredicate())
              .sorted()
              .collect(Collectors.toList());
      assertThat(found).as("snapshots of %s", name).isNotEmpty();
      return found;
    }
  }

  static OperatorSubtaskState read(String file) throws Exception {
    return OperatorSnapshotUtil.readStateHandle(FOLDER.resolve(file).toString());
  }

  /** How many bytes a state takes in the state backend, with what the host adds. */
  static <S> int bytes(S state, Codec<S> codec) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1024);
    new CodecSerializer<>(new Held.ByteCodec<>(codec)).serialize(new Held<>(state), out);
    return out.length();
  }
}

package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.StateBackendLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkpoint is made of files that RocksDB wrote for earlier ones, until it merges them. */
class CheckpointFilesTest {

  private static final long START = 1_770_000_000_000L;
  private static final long SLOT = 5_000;
  private static final int CHECKPOINTS = 200;

  /**
   * Three kinds of state with four new files each before they are merged; merging takes a while.
   */
  private static final int FEW = 60;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 40})
  void areFewHoweverManyCheckpointsThereWere(int keys) throws Exception {
    HostedRun<Tally, Diary, String> run =
        new HostedRun.Recipe<>(
                new ScriptedLogic(),
                new Tally.ByteCodec(),
                new Diary.ByteCodec(),
                SLOT,
                tally -> tally.key,
                StringSerializer.INSTANCE)
            .on(rocksDb())
            .start();
    int most = 0;
    for (int i = 1; i <= CHECKPOINTS; i++) {
      for (int key = 0; key < keys; key++) {
        run.piece(START + i * SLOT, new Tally("k" + key, 1));
      }
      // The slot is over before the checkpoint, so that all it holds of it is that it is gone.
      run.known(START + (i + 1) * SLOT - 1);
      for (KeyedStateHandle handle : run.checkpoint(i).getManagedKeyedState()) {
        most = Math.max(most, ((IncrementalRemoteKeyedStateHandle) handle).getSharedState().size());
      }
    }
    run.close();
    assertThat(most).isBetween(3, FEW);
  }

  private static StateBackend rocksDb() throws Exception {
    Configuration configuration = new Configuration();
    configuration.setString("state.backend.type", "rocksdb");
    configuration.setString("execution.checkpointing.incremental", "true");
    return StateBackendLoader.loadStateBackendFromConfig(
        configuration, CheckpointFilesTest.class.getClassLoader(), null);
  }
}

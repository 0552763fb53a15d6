package dev.stormwatch.live;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {

  @Test
  void aPlaceThatNothingHereCanWriteToIsNamedWithTheWayOut() {
    assertThatThrownBy(() -> Storage.require("recording.folder", "s3://recordings/stormwatch"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("recording.folder is s3://recordings/stormwatch")
        .hasMessageContaining("flink-s3-fs-hadoop")
        .hasMessageContaining("file:///");
  }

  @Test
  void aFolderAndNoneAreFine(@TempDir Path folder) {
    assertThatCode(() -> Storage.require("recording.folder", folder.toUri().toString()))
        .doesNotThrowAnyException();
    assertThatCode(() -> Storage.require("recording.folder", "")).doesNotThrowAnyException();
  }
}

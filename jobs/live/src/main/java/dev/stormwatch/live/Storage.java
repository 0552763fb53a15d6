package dev.stormwatch.live;

import java.io.IOException;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;

/** Is there anything here that can write where it is asked to? */
final class Storage {

  private Storage() {}

  /**
   * Looks before the job starts: else its tasks would find out one restart after another, or go on
   * without what they were to keep.
   *
   * @param what the property that asks for it
   * @param uri of a file or a folder; empty for none
   * @throws IllegalArgumentException when no file system of this Flink knows such addresses
   */
  static void require(String what, String uri) throws IOException {
    if (uri.isEmpty()) {
      return;
    }
    Path path = new Path(uri);
    try {
      path.getFileSystem();
    } catch (UnsupportedFileSystemSchemeException e) {
      throw new IllegalArgumentException(
          what
              + " is "
              + uri
              + ", but there is no file system for "
              + path.toUri().getScheme()
              + ":// here. Managed Service for Apache Flink brings the one for s3://; a cluster of"
              + " your own needs flink-s3-fs-hadoop in a folder below plugins/; \"live --local\" has"
              + " none, so give it a folder such as file:///data/stormwatch",
          e);
    }
  }
}

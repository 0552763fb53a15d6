package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * The byte form of a value that is kept in state or sent between machines.
 *
 * <p>Whoever stores a value writes {@link #version()} in front of it and hands it back to {@link
 * #read}, so that bytes written by an older release stay readable: a codec reads every version it
 * ever wrote and writes the newest.
 *
 * <p>Implementations are stateless; each has a public no-argument constructor.
 */
public interface Codec<T> extends Serializable {

  /** The version that {@link #write} produces, 1 to 255. */
  int version();

  void write(T value, DataOutput out) throws IOException;

  /**
   * Reads what {@link #write} of the given version wrote.
   *
   * @throws IOException also when the version is newer than this codec knows
   */
  T read(int version, DataInput in) throws IOException;
}

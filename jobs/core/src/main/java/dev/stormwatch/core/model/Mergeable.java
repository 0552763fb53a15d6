package dev.stormwatch.core.model;

/** Something that arrives in pieces, whose order must not matter. */
public interface Mergeable<T> {

  /**
   * Adds another piece of the same slot to this one; commutative and associative.
   *
   * @return the sum, which may be this object, changed
   */
  T merge(T other);
}

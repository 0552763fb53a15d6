package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.FunctionId;

/** Whose log a record is: one log stream, which is one execution environment of one function. */
public interface LogSource {

  /** Before the first record. */
  LogSource NOBODY =
      new LogSource() {
        @Override
        public FunctionId function() {
          return new FunctionId("", "", "");
        }

        @Override
        public String logGroup() {
          return "";
        }

        @Override
        public String logStream() {
          return "";
        }

        @Override
        public long environment() {
          return 0;
        }
      };

  /**
   * The function's version by the log stream's name, which is {@code 2026/03/02/[42]…} or {@code
   * 2026/03/02/checkout[42]…}; empty where the name shows none.
   */
  static String version(String logStream) {
    int open = logStream.indexOf('[');
    int close = logStream.indexOf(']', open + 1);
    return open >= 0 && close > open + 1 && close - open <= MOST_OF_A_VERSION
        ? logStream.substring(open + 1, close)
        : "";
  }

  /** The longest version that is believed, with its bracket. */
  int MOST_OF_A_VERSION = 20;

  FunctionId function();

  String logGroup();

  String logStream();

  /** A hash of the log stream's name. */
  long environment();
}

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

  FunctionId function();

  String logGroup();

  String logStream();

  /** A hash of the log stream's name. */
  long environment();
}

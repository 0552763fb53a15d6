package dev.stormwatch.replay;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command line inside the test's own process. */
final class CommandLineRun {

  final int exitCode;
  final String out;
  final String err;

  private CommandLineRun(int exitCode, String out, String err) {
    this.exitCode = exitCode;
    this.out = out;
    this.err = err;
  }

  static CommandLineRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }
}

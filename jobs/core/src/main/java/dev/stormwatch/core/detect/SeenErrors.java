package dev.stormwatch.core.detect;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.model.CallError;
import dev.stormwatch.core.model.CallErrors;
import dev.stormwatch.core.model.ErrorWords;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What calls failed with, in words and as lines that show it. */
public final class SeenErrors {

  /** More than so many errors are no diagnosis. */
  private static final int NAMED = 3;

  /** Rarer ones are somebody's own. */
  private static final double LEAST_SHARE = 0.1;

  /** Lines of the most frequent error; of each other one. */
  private static final int LINES = 3;

  private final CallErrors errors;

  public SeenErrors(CallErrors errors) {
    this.errors = errors;
  }

  /**
   * The error that most calls failed with, as short as it goes; empty where they have none in
   * common, or it has no name.
   */
  public String common() {
    return errors.mostFirst().stream()
        .limit(1)
        .filter(error -> 2 * error.calls() > errors.calls())
        .map(error -> name(error.name.substring(error.name.lastIndexOf('.') + 1), error.words))
        .collect(Collectors.joining());
  }

  /** Did more than half of those calls fail for this? */
  public boolean mostly(ErrorWords words) {
    long calls =
        errors.mostFirst().stream()
            .filter(error -> error.words == words)
            .mapToLong(CallError::calls)
            .sum();
    return 2 * calls > errors.calls();
  }

  /** Which share failed with what, the most frequent first; empty where no line names an error. */
  public String shares() {
    double all = Math.max(1, errors.calls());
    return errors.mostFirst().stream()
        .filter(error -> !name(error.name, error.words).isEmpty())
        .filter(error -> error.calls() >= LEAST_SHARE * all)
        .limit(NAMED)
        .map(
            error ->
                text("%.0f %% with %s", 100 * error.calls() / all, name(error.name, error.words)))
        .collect(Collectors.joining(", "));
  }

  /**
   * Lines of the most frequent errors.
   *
   * @param since none that is older, epoch milliseconds of event time
   * @param what they are lines of, such as {@code call failed}
   */
  public List<Evidence> rows(FunctionView view, long since, String what) {
    List<Evidence> rows = new ArrayList<>();
    for (CallError error : errors.mostFirst()) {
      String name = name(error.name, error.words);
      error.lines().stream()
          .filter(line -> line.at >= since)
          .limit(rows.isEmpty() ? LINES : 1)
          .limit(Evidence.MAX_ROWS - rows.size())
          .map(
              line ->
                  new Evidence(
                      line.at,
                      view.logGroup(),
                      line.logStream,
                      line.requestId,
                      what + (name.isEmpty() ? "" : ": " + name)))
          .forEach(rows::add);
    }
    return rows;
  }

  private static String name(String error, ErrorWords words) {
    if (words == ErrorWords.NONE) {
      return error;
    }
    return error.isEmpty() ? words.text : error + " (" + words.text + ")";
  }
}

package dev.stormwatch.bench;

/** Two contenders do not say the same about a corpus, so no number about them means anything. */
final class DifferentAnswersException extends Exception {

  private static final long serialVersionUID = 1L;

  DifferentAnswersException(String message) {
    super(message);
  }
}

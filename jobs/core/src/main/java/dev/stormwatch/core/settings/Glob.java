package dev.stormwatch.core.settings;

import java.io.Serializable;

/** A pattern in which {@code *} stands for any text; everything else stands for itself. */
public final class Glob implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String pattern;

  public Glob(String pattern) {
    this.pattern = pattern;
  }

  /** Linear in the text for each star: the leftmost match of each literal part is enough. */
  public boolean matches(String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int retry = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  @Override
  public String toString() {
    return pattern;
  }
}

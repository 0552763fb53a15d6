package dev.stormwatch.core.settings;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** A topic, and which alerts it is sent. */
public final class TopicRoute implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int REGION = 3;

  public final String arn;

  /** Name of the form, as the schema lists them. */
  public final String format;

  /** Empty unless the form needs one. */
  public final String routingKey;

  private final ArrayList<String> severities;
  private final ArrayList<String> kinds;
  private final ArrayList<Glob> accounts = new ArrayList<>();
  private final ArrayList<Glob> functions = new ArrayList<>();

  public TopicRoute(Values values) {
    arn = values.text("arn");
    format = values.text("format");
    routingKey = values.text("routingKey");
    severities = new ArrayList<>(values.texts("severities"));
    kinds = new ArrayList<>(values.texts("kinds"));
    values.texts("accounts").forEach(text -> accounts.add(new Glob(text)));
    values.texts("functions").forEach(text -> functions.add(new Glob(text)));
  }

  /** A FIFO topic keeps the order within an incident, and reaches nothing but SQS queues. */
  public boolean fifo() {
    return arn.endsWith(".fifo");
  }

  public String region() {
    return arn.split(":", -1)[REGION];
  }

  /**
   * Is it told of an alert? An empty list of the route excludes nothing.
   *
   * @param names of the functions that the alert is about
   */
  public boolean takes(String severity, String kind, String account, List<String> names) {
    return severities.contains(severity)
        && (kinds.isEmpty() || kinds.contains(kind))
        && (accounts.isEmpty() || accounts.stream().anyMatch(glob -> glob.matches(account)))
        && (functions.isEmpty()
            || names.stream()
                .anyMatch(name -> functions.stream().anyMatch(glob -> glob.matches(name))));
  }
}

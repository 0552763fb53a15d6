package dev.stormwatch.core.settings;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Where alerts go when the job runs live. */
public final class DeliverySettings implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Where silences are read from while the job runs; empty for nowhere. */
  public final String silencesFile;

  public final int silencesSeconds;

  /** Address of the services; empty for the Region's own. */
  public final String endpoint;

  public final int bufferedAlerts;
  public final long maxRetryMillis;
  public final TagSettings tags;

  /** Where every alert is kept; empty for nowhere. */
  public final String alertsFolder;

  /** Address below which the runbooks are, a page for each kind; empty for none. */
  private final String runbooks;

  private final ArrayList<TopicRoute> topics = new ArrayList<>();

  public DeliverySettings(Values values) {
    values.items("topics").forEach(item -> topics.add(new TopicRoute(item)));
    silencesFile = values.text("silencesFile");
    silencesSeconds = (int) values.whole("silencesSeconds");
    endpoint = values.text("endpoint");
    bufferedAlerts = (int) values.whole("bufferedAlerts");
    tags = new TagSettings(values);
    alertsFolder = values.text("alertsFolder");
    runbooks = values.text("runbooks");
    maxRetryMillis = values.whole("maxRetrySeconds") * 1000;
  }

  /** Address of a kind's runbook; empty when none is known. */
  public String runbook(String kind) {
    return runbooks.isEmpty() ? "" : runbooks + (runbooks.endsWith("/") ? "" : "/") + kind + ".md";
  }

  public List<TopicRoute> topics() {
    return List.copyOf(topics);
  }
}

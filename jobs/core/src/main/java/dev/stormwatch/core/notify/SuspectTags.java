package dev.stormwatch.core.notify;

import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.model.AwsPartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is written on a function, and on the mapping that feeds it, while it is suspect, so that
 * whoever looks at it elsewhere sees that something is the matter. All keys begin with {@value
 * #PREFIX}; no other is ever touched.
 */
public final class SuspectTags {

  public static final String PREFIX = "stormwatch:";
  public static final String SUSPECT = PREFIX + "suspect";
  public static final String INCIDENT = PREFIX + "incident";
  public static final String SINCE = PREFIX + "since";

  /** After this nobody need believe the tags: a crash may have left them. */
  public static final String EXPIRES = PREFIX + "expires";

  /** Every key there is. */
  public static final List<String> KEYS = List.of(SUSPECT, INCIDENT, SINCE, EXPIRES);

  private static final int ARN_NAME = 6;

  private SuspectTags() {}

  /** ARNs of the functions that an alert is about, never of a version or an alias. */
  public static List<String> functions(Alert alert) {
    String account = alert.finding.subject.account();
    String region = alert.finding.subject.region();
    List<String> arns = new ArrayList<>();
    for (String function : alert.finding.subject.allFunctions()) {
      arns.add(
          "arn:"
              + AwsPartition.of(region)
              + ":lambda:"
              + region
              + ':'
              + account
              + ":function:"
              + function);
    }
    return arns;
  }

  /** The name of a function, or the id of an event source mapping, in its ARN. */
  public static String name(String arn) {
    return arn.split(":", -1)[ARN_NAME];
  }

  /**
   * The tags of a function with open incidents.
   *
   * @param open kinds of incident by incident id; not empty
   * @param since when it became suspect, epoch milliseconds
   * @param expires when nobody need believe it any more, epoch milliseconds
   */
  public static Map<String, String> of(Map<String, String> open, long since, long expires) {
    TreeMap<String, String> sorted = new TreeMap<>(open);
    Map<String, String> tags = new TreeMap<>();
    tags.put(SUSPECT, String.join("+", new TreeSet<>(sorted.values())));
    tags.put(INCIDENT, sorted.firstKey());
    tags.put(SINCE, Instant.ofEpochMilli(since).toString());
    tags.put(EXPIRES, Instant.ofEpochMilli(expires).toString());
    return tags;
  }
}

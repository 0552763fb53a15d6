package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.settings.DatabaseRule;
import java.util.List;
import java.util.Locale;

/** What to do where functions connect to an RDS Proxy. */
final class ProxyAdvice {

  /** In the host of one. */
  private static final String HOST = ".proxy-";

  private ProxyAdvice() {}

  /** By its host, where functions named it, else by what its owner calls it. */
  static boolean isProxy(DatabaseRule rule, ConnectionState state) {
    return state.endpoint.contains(HOST) || rule.id.toLowerCase(Locale.ROOT).contains("proxy");
  }

  /** RDS Proxy limits how fast clients connect and authenticate, whatever its pool holds. */
  static Recommendation tooFast() {
    return new Recommendation(
        "open connections less often",
        "",
        "the proxy refuses because connections are opened, or authenticated with IAM, too fast; it"
            + " is not full. Open one connection an environment, outside the handler, keep it"
            + " between calls, and keep its token for its 15 minutes; a cap on concurrency slows"
            + " new environments down until then",
        "",
        "none");
  }

  /** Where they connect to a proxy already; environments say little of what it holds. */
  static List<Recommendation> rows() {
    return List.of(
        new Recommendation(
            "see what holds the proxy's connections",
            "",
            "they connect to a proxy already, which lends a connection for a transaction: what"
                + " keeps one longer is a long transaction or a pinned session (SET, temporary"
                + " tables, prepared statements), and MaxConnectionsPercent says how many it may"
                + " use",
            "aws rds describe-db-proxy-target-groups --db-proxy-name NAME",
            "none, it only reads"),
        new Recommendation(
            "shorten transactions, and let callers wait less for a connection",
            "",
            "a transaction that calls nothing else and commits at once gives its connection back"
                + " sooner; a ConnectionBorrowTimeout below the functions' timeout lets a call fail"
                + " before it has used up its environment's time",
            "aws rds modify-db-proxy-target-group --db-proxy-name NAME --target-group-name default"
                + " --connection-pool-config ConnectionBorrowTimeout=SECONDS",
            "calls that would have waited longer fail instead"));
  }
}

package dev.stormwatch.live.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.core.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.AccountPolicy;
import software.amazon.awssdk.services.cloudwatchlogs.model.PolicyType;
import software.amazon.awssdk.services.cloudwatchlogs.model.SubscriptionFilter;

/** Do the functions' logs go to the stream, whole, and the job's own do not? */
final class SubscriptionChecks {

  private static final String LOGS = "logs";
  private static final String FUNCTIONS = "/aws/lambda/";

  /** Where Managed Service for Apache Flink writes the job's own log. */
  private static final String OURS = "/aws/kinesis-analytics/";

  /** A group costs a call, of which an account has some ten a second for everybody. */
  private static final int MOST_GROUPS = 200;

  private static final int NAMES_SHOWN = 5;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String streamArn;
  private final Settings settings;
  private final List<Check> found;

  private final List<String> delivering = new ArrayList<>();
  private final List<String> silent = new ArrayList<>();
  private final List<String> full = new ArrayList<>();

  SubscriptionChecks(String streamArn, Settings settings, List<Check> found) {
    this.streamArn = streamArn;
    this.settings = settings;
    this.found = found;
  }

  void run(String endpoint) {
    try (CloudWatchLogsClient logs =
        Calls.client(CloudWatchLogsClient.builder(), Calls.region(streamArn), endpoint)) {
      boolean whole = accountPolicy(logs);
      ownLog(logs);
      if (!whole) {
        functions(logs);
      }
    } catch (RuntimeException e) {
      found.add(Calls.trouble(LOGS, streamArn, "logs:DescribeSubscriptionFilters", e));
    }
  }

  /** Does a policy send all groups of the account to the stream? */
  private boolean accountPolicy(CloudWatchLogsClient logs) {
    List<AccountPolicy> policies;
    try {
      policies =
          logs.describeAccountPolicies(
                  request -> request.policyType(PolicyType.SUBSCRIPTION_FILTER_POLICY))
              .accountPolicies();
    } catch (RuntimeException e) {
      Check trouble = Calls.trouble(LOGS, streamArn, "logs:DescribeAccountPolicies", e);
      found.add(
          Check.warning(
              LOGS,
              streamArn,
              "whether a policy of the account sends logs here cannot be seen: " + trouble.text,
              trouble.remedy));
      return false;
    }
    for (AccountPolicy policy : policies) {
      JsonNode document = document(policy);
      if (document.path("DestinationArn").asText().equals(streamArn)) {
        found.add(
            Check.ok(LOGS, streamArn, "policy " + policy.policyName() + " sends all groups here"));
        pattern("policy " + policy.policyName(), document.path("FilterPattern").asText());
        String criteria = policy.selectionCriteria();
        if (criteria == null || !criteria.contains(OURS)) {
          found.add(
              Check.fault(
                  LOGS,
                  "policy " + policy.policyName(),
                  "sends the job's own log to the stream that it reads: a loop that feeds itself",
                  "exclude the group below "
                      + OURS
                      + ": selectionCriteria LogGroupName NOT IN [\""
                      + OURS
                      + "APPLICATION\"]"));
        }
        return true;
      }
    }
    return false;
  }

  private static JsonNode document(AccountPolicy policy) {
    try {
      return JSON.readTree(String.valueOf(policy.policyDocument()));
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  private void ownLog(CloudWatchLogsClient logs) {
    logs.describeLogGroupsPaginator(request -> request.logGroupNamePrefix(OURS))
        .logGroups()
        .forEach(
            group -> {
              SubscriptionFilter filter = filterOf(logs, group.logGroupName());
              if (filter != null) {
                found.add(
                    Check.fault(
                        LOGS,
                        group.logGroupName(),
                        "a job's own log goes to the stream that it reads: a loop that feeds itself",
                        "aws logs delete-subscription-filter --log-group-name "
                            + group.logGroupName()
                            + " --filter-name "
                            + filter.filterName()));
              }
            });
  }

  private void functions(CloudWatchLogsClient logs) {
    int looked = 0;
    for (var group :
        logs.describeLogGroupsPaginator(request -> request.logGroupNamePrefix(FUNCTIONS))
            .logGroups()) {
      if (settings.ignores(group.logGroupName())) {
        continue;
      }
      if (looked == MOST_GROUPS) {
        found.add(
            Check.warning(
                LOGS,
                streamArn,
                "only the first " + MOST_GROUPS + " log groups were looked at",
                ""));
        break;
      }
      looked++;
      function(logs, group.logGroupName());
    }
    if (looked == 0) {
      found.add(
          Check.warning(
              LOGS,
              streamArn,
              "no log group begins with " + FUNCTIONS + " in this account and Region",
              "are these the right credentials?"));
      return;
    }
    if (delivering.isEmpty()) {
      found.add(
          Check.fault(
              LOGS,
              streamArn,
              "not one of " + looked + " functions' log groups is sent to the stream",
              "aws logs put-subscription-filter --log-group-name "
                  + silent.get(0)
                  + " --filter-name stormwatch --filter-pattern '' --destination-arn "
                  + streamArn
                  + " --role-arn ROLE"));
      return;
    }
    found.add(
        Check.ok(
            LOGS, streamArn, delivering.size() + " of " + looked + " log groups are sent here"));
    if (!silent.isEmpty()) {
      found.add(
          Check.warning(
              LOGS,
              streamArn,
              "nothing will be known of " + some(silent),
              "give them a subscription filter, as deploy/subscribe does, or list them in ignore"));
    }
    if (!full.isEmpty()) {
      found.add(
          Check.warning(
              LOGS,
              streamArn,
              "two filters, all that a group may have, go elsewhere: " + some(full),
              "free one of them"));
    }
  }

  private void function(CloudWatchLogsClient logs, String group) {
    SubscriptionFilter filter = filterOf(logs, group);
    if (filter == null) {
      silent.add(group);
      return;
    }
    delivering.add(group);
    pattern(group, filter.filterPattern());
  }

  /** The group's filter that sends to the stream, or null. */
  private @Nullable SubscriptionFilter filterOf(CloudWatchLogsClient logs, String group) {
    List<SubscriptionFilter> filters =
        logs.describeSubscriptionFilters(request -> request.logGroupName(group))
            .subscriptionFilters();
    for (SubscriptionFilter filter : filters) {
      if (filter.destinationArn().equals(streamArn)) {
        return filter;
      }
    }
    if (filters.size() > 1) {
      full.add(group);
    }
    return null;
  }

  private void pattern(String which, @Nullable String pattern) {
    if (pattern != null && !pattern.isBlank()) {
      found.add(
          Check.warning(
              LOGS,
              which,
              "its filter lets only \""
                  + pattern
                  + "\" through: without START and REPORT lines"
                  + " calls are not seen",
              "put it again with --filter-pattern ''"));
    }
  }

  private static String some(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(names.size(), NAMES_SHOWN)));
    return names.size() <= NAMES_SHOWN
        ? shown
        : shown + " and " + (names.size() - NAMES_SHOWN) + " more";
  }
}

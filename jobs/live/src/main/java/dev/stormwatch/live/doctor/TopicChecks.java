package dev.stormwatch.live.doctor;

import dev.stormwatch.core.settings.TopicRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;

/** Does anybody hear what is sent to a topic? */
final class TopicChecks {

  private static final String TOPIC = "topic";

  /** What a FIFO topic delivers to. */
  private static final String QUEUE = "sqs";

  private static final Set<String> WEB = Set.of("http", "https");

  private final TopicRoute route;
  private final List<Check> found;

  TopicChecks(TopicRoute route, List<Check> found) {
    this.route = route;
    this.found = found;
  }

  void run(String endpoint) {
    try (SnsClient sns = Calls.client(SnsClient.builder(), route.region(), endpoint)) {
      if (described(sns)) {
        subscriptions(sns);
      }
    }
  }

  private boolean described(SnsClient sns) {
    Map<String, String> attributes;
    try {
      attributes = sns.getTopicAttributes(request -> request.topicArn(route.arn)).attributes();
    } catch (RuntimeException e) {
      found.add(
          Calls.notThere(e)
              ? Check.fault(
                  TOPIC, route.arn, "is not there", "create it, or correct delivery.topics")
              : Calls.trouble(TOPIC, route.arn, "sns:GetTopicAttributes", e));
      return false;
    }
    String key = attributes.getOrDefault("KmsMasterKeyId", "");
    if (!key.isEmpty()) {
      found.add(
          Check.ok(
              TOPIC,
              route.arn,
              "encrypted with "
                  + key
                  + ": the application's role needs kms:GenerateDataKey and kms:Decrypt on it"));
    }
    return true;
  }

  private void subscriptions(SnsClient sns) {
    List<String> confirmed = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    List<String> unreachable = new ArrayList<>();
    try {
      sns.listSubscriptionsByTopicPaginator(request -> request.topicArn(route.arn))
          .subscriptions()
          .forEach(subscription -> sort(subscription, confirmed, waiting, unreachable));
    } catch (RuntimeException e) {
      found.add(Calls.trouble(TOPIC, route.arn, "sns:ListSubscriptionsByTopic", e));
      return;
    }
    if (!waiting.isEmpty()) {
      found.add(
          Check.warning(
              TOPIC,
              route.arn,
              "not confirmed: " + String.join(", ", waiting),
              "confirm them: SNS sent each a message with a link"));
    }
    if (!unreachable.isEmpty()) {
      found.add(
          Check.fault(
              TOPIC,
              route.arn,
              "is a FIFO topic, which never delivers to "
                  + String.join(", ", unreachable)
                  + (confirmed.isEmpty() ? ", and there is nobody else to hear a page" : ""),
              "use a standard topic for people and pagers"));
    }
    if (confirmed.isEmpty() && unreachable.isEmpty()) {
      found.add(
          Check.fault(
              TOPIC,
              route.arn,
              "nobody would hear a page: no subscription that is confirmed",
              "subscribe a pager, an e-mail address or a queue"));
    }
    if (!confirmed.isEmpty()) {
      found.add(Check.ok(TOPIC, route.arn, "delivers to " + String.join(", ", confirmed)));
    }
  }

  private void sort(
      Subscription subscription,
      List<String> confirmed,
      List<String> waiting,
      List<String> unreachable) {
    String who =
        WEB.contains(subscription.protocol())
            ? host(subscription.endpoint())
            : subscription.protocol() + " " + Calls.name(subscription.endpoint());
    if (route.fifo() && !subscription.protocol().equals(QUEUE)) {
      unreachable.add(who);
    } else if (subscription.subscriptionArn().startsWith("arn:")) {
      confirmed.add(who);
    } else {
      waiting.add(who);
    }
  }

  /** What stands behind it may be a secret: integrations have their key in the path. */
  private static String host(String url) {
    int path = url.indexOf('/', url.indexOf("//") + 2);
    return path < 0 ? url : url.substring(0, path);
  }
}

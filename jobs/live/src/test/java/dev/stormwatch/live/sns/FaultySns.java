package dev.stormwatch.live.sns;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** SNS as seen through a bad day: it answers, refuses a share of what comes, or is not there. */
public final class FaultySns implements ResponseDefinitionTransformerV2, AutoCloseable {

  /** What can go wrong with a request. */
  public enum Trouble {
    THROTTLED,
    UNAVAILABLE,
    RESET,
    ONE_ENTRY,
    ANSWER_LOST,

    /** All is well, but the answer comes when nobody waits for it any more. */
    ANSWER_LATE,
    FORBIDDEN,
    WRONG_CREDENTIALS,
    NO_TOPIC
  }

  /** What a topic's next request meets; null when all is well. */
  public interface Weather {
    Trouble at(String topic, int request);
  }

  private static final int LATE_MILLIS = 6_000;

  private final Random random;
  private final WireMockServer server;
  private final List<String> accepted = Collections.synchronizedList(new ArrayList<>());
  private final List<String> acceptedBy = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Integer> requests = new HashMap<>();
  private final Map<Trouble, Integer> troubles = Collections.synchronizedMap(new HashMap<>());
  private volatile double share;
  private volatile List<Trouble> kinds = List.of();
  private volatile long outUntil;
  private volatile Weather weather = (topic, request) -> null;
  private volatile int outAfter = Integer.MAX_VALUE;
  private volatile long outMillis;

  public FaultySns(long seed) {
    random = new Random(seed);
    server = new WireMockServer(options().dynamicPort().extensions(this).disableRequestJournal());
    server.start();
    server.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers(getName())));
  }

  public String endpoint() {
    return server.baseUrl();
  }

  /** A share of the requests meets one of these. */
  void troubled(double newShare, Trouble... newKinds) {
    kinds = List.of(newKinds);
    share = newShare;
  }

  /** Requests of each topic meet this, beside any of the above. */
  public void weather(Weather newWeather) {
    weather = newWeather;
  }

  /** Once so many messages were accepted, nothing works for a while. */
  void outage(int afterMessages, long millis) {
    outMillis = millis;
    outAfter = afterMessages;
  }

  /** Ids of the messages in order of acceptance, second deliveries included. */
  public List<String> accepted() {
    return List.copyOf(accepted);
  }

  /** Topics of the messages, in the same order. */
  public List<String> acceptedBy() {
    return List.copyOf(acceptedBy);
  }

  public Map<Trouble, Integer> troubles() {
    return Map.copyOf(troubles);
  }

  @Override
  public String getName() {
    return "faulty-sns";
  }

  @Override
  public boolean applyGlobally() {
    return false;
  }

  @Override
  public synchronized ResponseDefinition transform(ServeEvent event) {
    Map<String, String> form = form(event.getRequest().getBodyAsString());
    if (accepted.size() >= outAfter) {
      outUntil = System.currentTimeMillis() + outMillis;
      outAfter = Integer.MAX_VALUE;
    }
    if (System.currentTimeMillis() < outUntil) {
      return trouble(Trouble.UNAVAILABLE, form);
    }
    String topic = form.get("TopicArn");
    Trouble special = weather.at(topic, requests.merge(topic, 1, Integer::sum));
    if (special != null) {
      return trouble(special, form);
    }
    return random.nextDouble() < share
        ? trouble(kinds.get(random.nextInt(kinds.size())), form)
        : accept(form, -1);
  }

  private ResponseDefinition trouble(Trouble trouble, Map<String, String> form) {
    troubles.merge(trouble, 1, Integer::sum);
    return switch (trouble) {
      case THROTTLED -> error(400, "Throttling", "Rate exceeded");
      case UNAVAILABLE -> error(503, "ServiceUnavailable", "come back later");
      case FORBIDDEN -> error(403, "AuthorizationError", "not authorized to perform SNS:Publish");
      case NO_TOPIC -> error(404, "NotFound", "Topic does not exist");
      case RESET -> aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER).build();
      case WRONG_CREDENTIALS ->
          error(
              403, "InvalidClientTokenId", "The security token included in the request is invalid");
      case ONE_ENTRY -> accept(form, random.nextInt(entries(form)));
      case ANSWER_LATE ->
          ResponseDefinitionBuilder.like(accept(form, -1)).withFixedDelay(LATE_MILLIS).build();
      case ANSWER_LOST -> {
        accept(form, -1);
        yield aResponse().withFault(Fault.EMPTY_RESPONSE).build();
      }
    };
  }

  private static ResponseDefinition error(int status, String code, String message) {
    return xml("<ErrorResponse><Error><Type>Sender</Type><Code>"
            + code
            + "</Code><Message>"
            + message
            + "</Message></Error><RequestId>r</RequestId></ErrorResponse>")
        .withStatus(status)
        .build();
  }

  private static int entries(Map<String, String> form) {
    int n = 0;
    while (form.containsKey(entry(n + 1, "Id"))) {
      n++;
    }
    return n;
  }

  private static String entry(int number, String member) {
    return "PublishBatchRequestEntries.member." + number + '.' + member;
  }

  /** Takes all messages but one. */
  private ResponseDefinition accept(Map<String, String> form, int refused) {
    StringBuilder taken = new StringBuilder();
    StringBuilder failed = new StringBuilder();
    for (int i = 0; i < entries(form); i++) {
      String id = form.get(entry(i + 1, "Id"));
      if (i == refused) {
        failed.append("<member><Id>").append(id);
        failed.append("</Id><Code>InternalError</Code><SenderFault>false</SenderFault></member>");
        continue;
      }
      acceptedBy.add(form.get("TopicArn"));
      accepted.add(attribute(form, i + 1, "incidentId") + '-' + attribute(form, i + 1, "sequence"));
      taken.append("<member><Id>").append(id).append("</Id><MessageId>m</MessageId></member>");
    }
    return xml("<PublishBatchResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">"
            + "<PublishBatchResult><Successful>"
            + taken
            + "</Successful><Failed>"
            + failed
            + "</Failed></PublishBatchResult></PublishBatchResponse>")
        .build();
  }

  private static String attribute(Map<String, String> form, int number, String name) {
    for (int i = 1; ; i++) {
      String at = entry(number, "MessageAttributes.entry." + i);
      String found = form.get(at + ".Name");
      if (found == null || found.equals(name)) {
        return String.valueOf(form.get(at + ".Value.StringValue"));
      }
    }
  }

  private static ResponseDefinitionBuilder xml(String body) {
    return aResponse().withHeader("Content-Type", "text/xml").withBody(body);
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new HashMap<>();
    for (String pair : body.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      form.put(
          URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  @Override
  public void close() {
    server.stop();
  }
}

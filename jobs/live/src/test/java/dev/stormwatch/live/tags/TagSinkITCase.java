package dev.stormwatch.live.tags;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.notify.SuspectTags;
import dev.stormwatch.live.TestCredentials;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tags as Lambda gets them. For the figures: {@code -Dstormwatch.functions=200}. */
@Timeout(600)
@ExtendWith(TestCredentials.class)
class TagSinkITCase {

  private static final int FUNCTIONS = Integer.getInteger("stormwatch.functions", 12);
  private static final double CALLS_PER_SECOND = 5;

  /** What Lambda was asked, and when. */
  private record Call(RequestMethod method, String function, long nanos) {}

  /** Lambda's two operations on tags; the third call is one too many. */
  private static final class Calls implements ResponseDefinitionTransformerV2 {
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private int seen;

    @Override
    public String getName() {
      return "lambda";
    }

    @Override
    public boolean applyGlobally() {
      return false;
    }

    @Override
    public synchronized ResponseDefinition transform(ServeEvent event) {
      if (++seen == 3) {
        return aResponse()
            .withStatus(429)
            .withHeader("x-amzn-ErrorType", "TooManyRequestsException")
            .withBody("{\"Type\":\"User\",\"message\":\"Rate exceeded\"}")
            .build();
      }
      String path = URLDecoder.decode(event.getRequest().getUrl(), StandardCharsets.UTF_8);
      String arn = path.replaceAll("^/2017-03-31/tags/", "").replaceAll("[?].*", "");
      calls.add(new Call(event.getRequest().getMethod(), SuspectTags.name(arn), System.nanoTime()));
      return aResponse().withStatus(204).build();
    }
  }

  /** At the end of a storm fewer functions are busy than were named when it began. */
  @Test
  void aStormTagsItsFunctionsAtItsPaceOnceAndTakesTheTagsAway() throws Exception {
    List<String> functions = IntStream.range(0, FUNCTIONS).mapToObj(i -> "function-" + i).toList();
    Calls calls = new Calls();
    WireMockServer lambda = new WireMockServer(options().dynamicPort().extensions(calls));
    lambda.start();
    lambda.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers("lambda")));
    AlertFeed.UP_TO.set(1);
    JobClient job =
        AlertFeed.job(
            lambda.baseUrl(),
            "",
            List.of(
                AlertFeed.storm(Action.OPEN, 1, functions),
                AlertFeed.storm(Action.UPDATE, 2, functions),
                AlertFeed.storm(Action.RESOLVE, 3, functions.subList(0, FUNCTIONS / 2))));
    try {
      List<Call> seen = new ArrayList<>();
      while (seen.size() < 2 * FUNCTIONS) {
        Call call = calls.calls.poll(30, TimeUnit.SECONDS);
        assertThat(call).as("after %d calls", seen.size()).isNotNull();
        seen.add(call);
        if (seen.size() == FUNCTIONS) {
          AlertFeed.UP_TO.set(2);
        }
      }
      assertThat(seen.subList(0, FUNCTIONS))
          .as("each once, however often it is named")
          .allMatch(call -> call.method().equals(RequestMethod.POST))
          .extracting(Call::function)
          .containsExactlyInAnyOrderElementsOf(functions);
      assertThat(seen.subList(FUNCTIONS, 2 * FUNCTIONS))
          .allMatch(call -> call.method().equals(RequestMethod.DELETE))
          .extracting(Call::function)
          .containsExactlyInAnyOrderElementsOf(functions);
      double seconds = (seen.get(FUNCTIONS - 1).nanos() - seen.get(0).nanos()) / 1e9;
      assertThat((FUNCTIONS - 1) / seconds).as("calls a second").isLessThan(CALLS_PER_SECOND * 1.1);
      System.out.printf("%d functions tagged in %.0f s, and untagged%n", FUNCTIONS, seconds);
    } finally {
      job.cancel().join();
      lambda.stop();
    }
  }
}

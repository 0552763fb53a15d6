package dev.stormwatch.live.emulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stormwatch.live.emulate.EmulatedAws.Part;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EmulatedKinesisITCase {

  @Test
  void aStreamCanBeMade() throws Exception {
    assumeTrue(EmulatedAws.mode() != EmulatedAws.Mode.NONE, EmulatedAws.ABSENT);
    try (EmulatedAws aws = EmulatedAws.start(Part.KINESIS)) {
      assertThat(call(aws, "CreateStream", "{\"StreamName\":\"logs\",\"ShardCount\":2}"))
          .isNotNull();
      assertThat(call(aws, "ListStreams", "{}")).contains("\"logs\"");
    }
  }

  private static String call(EmulatedAws aws, String operation, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(aws.endpoint(Part.KINESIS)))
            .version(HttpClient.Version.HTTP_1_1) // it stalls when offered HTTP/2
            .header("X-Amz-Target", "Kinesis_20131202." + operation)
            .header("X-Amz-Date", "20260302T100000Z")
            .header("Content-Type", "application/x-amz-json-1.1")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260302/eu-west-1/kinesis/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }
}

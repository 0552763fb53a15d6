package dev.stormwatch.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.telemetry.EventId;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CorpusTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @EnumSource
  void sameSeedSameRecords(Mix mix) {
    Corpus first = small(mix, 7);
    Corpus second = small(mix, 7);

    assertThat(second.sha256()).isEqualTo(first.sha256());
    assertThat(second.records())
        .zipSatisfy(
            first.records(),
            (here, there) -> {
              assertThat(here.data).isEqualTo(there.data);
              assertThat(here.arrival).isEqualTo(there.arrival);
            });
    assertThat(small(mix, 8).sha256()).isNotEqualTo(first.sha256());
  }

  @ParameterizedTest
  @EnumSource
  void recordsAreWhatCloudWatchLogsWrites(Mix mix) throws IOException {
    Corpus corpus = small(mix, 1);

    long events = 0;
    long bytes = 0;
    for (KinesisRecord record : corpus.records()) {
      byte[] raw = gunzip(record.data);
      JsonNode document = JSON.readTree(raw);
      assertThat(document.fieldNames())
          .toIterable()
          .containsExactly(
              "messageType", "owner", "logGroup", "logStream", "subscriptionFilters", "logEvents");
      assertThat(document.get("messageType").asText()).isEqualTo("DATA_MESSAGE");
      assertThat(document.get("owner").asText()).matches("[0-9]{12}");
      assertThat(document.get("logStream").asText())
          .matches("2026/03/02/[\\w-]*\\[\\$LATEST][0-9a-f]{32}");
      for (JsonNode event : document.get("logEvents")) {
        long at = event.get("timestamp").asLong();
        assertThat(EventId.ingestionTime(event.get("id").asText(), at))
            .isBetween(at, record.arrival);
        assertThat(event.get("message").asText()).isNotBlank();
      }
      events += document.get("logEvents").size();
      bytes += raw.length;
    }

    assertThat(corpus.events()).isEqualTo(events);
    assertThat(corpus.rawBytes()).isEqualTo(bytes);
  }

  @Test
  void mixesDifferInTheirLines() throws IOException {
    assertThat(lines(Mix.A)).anyMatch(line -> line.startsWith("REPORT RequestId: "));
    assertThat(lines(Mix.B))
        .anyMatch(line -> line.contains("\"type\":\"platform.report\""))
        .allMatch(line -> line.startsWith("{"));
    assertThat(lines(Mix.C)).anyMatch(line -> line.startsWith("{\"_aws\""));
  }

  @Test
  void aQuarterOfTheLinesHoldsAWordThatAlsoStandsInBadNews() throws IOException {
    Pattern worrying = Pattern.compile("(?i)connection|error|current|pool|running|too few");
    List<String> lines = lines(Mix.A);

    assertThat(lines.stream().filter(line -> worrying.matcher(line).find()).count())
        .isBetween(lines.size() * 20L / 100, lines.size() * 30L / 100);
  }

  @Test
  void someLinesAreNotAscii() throws IOException {
    assertThat(lines(Mix.A)).anyMatch(line -> line.chars().anyMatch(c -> c > 127));
  }

  @Test
  void aDocumentIsSeveralTimesItsCompressedSize() {
    Corpus corpus = Corpus.of(Mix.A, 1, 40);

    assertThat((double) corpus.rawBytes() / corpus.compressedBytes()).isBetween(4.0, 6.5);
  }

  private static Corpus small(Mix mix, long seed) {
    return Corpus.of(mix, seed, mix == Mix.L ? 1 : 5);
  }

  private static List<String> lines(Mix mix) throws IOException {
    List<String> lines = new ArrayList<>();
    for (KinesisRecord record : Corpus.of(mix, 1, 30).records()) {
      JSON.readTree(gunzip(record.data))
          .get("logEvents")
          .forEach(event -> lines.add(event.get("message").asText()));
    }
    return lines;
  }

  private static byte[] gunzip(byte[] data) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(data)).readAllBytes();
  }
}

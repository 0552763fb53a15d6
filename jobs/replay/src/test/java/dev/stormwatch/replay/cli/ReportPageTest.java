package dev.stormwatch.replay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stormwatch.core.model.Activity;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.replay.run.FunctionTotals;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page is read by a parser that forgives nothing. */
class ReportPageTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String HOSTILE =
      "</pre></style><script>alert(1)</script><img src=x onerror=\"alert(2)\">'&amp;{{body}}\u202E\u0007";

  private static final Set<String> ELEMENTS =
      Set.of(
          "html",
          "head",
          "meta",
          "title",
          "style",
          "body",
          "h1",
          "h2",
          "p",
          "a",
          "b",
          "div",
          "section",
          "table",
          "tr",
          "th",
          "td",
          "pre",
          "figure",
          "figcaption",
          "svg",
          "path",
          "span",
          "ol",
          "li",
          "time");

  private static JsonNode opened() throws Exception {
    return JSON.readTree(
        """
        {"incidentId": "connection-exhaustion-0123456789ab", "sequence": 1, "action": "open",
         "kind": "connection-exhaustion", "severity": "page",
         "subject": {"type": "database", "account": "123456789012", "region": "eu-west-1",
           "database": "claims-db", "functions": ["claims"]},
         "headline": "claims-db runs out of connections within 1 min",
         "onset": "2026-03-02T10:19:05.000Z", "decidedAt": "2026-03-02T10:20:00.000Z",
         "measure": {"name": "connection-share", "value": 0.54, "unit": "ratio",
           "threshold": 0.3, "windowSeconds": 30, "samples": 19, "baseline": 0.11},
         "prediction": {"what": "calls are refused", "at": "2026-03-02T10:20:50.000Z"},
         "impact": {"seen": false, "what": "no connection was refused so far"},
         "evidence": [],
         "recommendations": [{"action": "cap the concurrency of claims", "value": "27",
           "reason": "27 fit", "command": "aws lambda put-function-concurrency",
           "sideEffect": "calls beyond it are throttled"}],
         "inhibits": [{"incidentId": "x", "headline": "claims: calls fail"}]}
        """);
  }

  private static List<JsonNode> story() throws Exception {
    ObjectNode update = opened().deepCopy();
    update.put("sequence", 2).put("action", "update").put("headline", "first impact: 32 refusals");
    update.put("decidedAt", "2026-03-02T10:21:00.000Z");
    update
        .putObject("impact")
        .put("seen", true)
        .put("firstAt", "2026-03-02T10:20:48.900Z")
        .put("what", "32 connections refused");
    update
        .putArray("evidence")
        .addObject()
        .put("at", "2026-03-02T10:20:49.000Z")
        .put("logGroup", "/aws/lambda/claims")
        .put("logStream", "s")
        .put("requestId", "r-1")
        .put("text", "PostgreSQL refuses a connection");
    ObjectNode resolve = update.deepCopy();
    resolve.put("sequence", 3).put("action", "resolve").put("headline", "refused no more");
    resolve.put("decidedAt", "2026-03-02T10:32:15.000Z").putArray("recommendations");
    return List.of(opened(), update, resolve);
  }

  private static String page(List<JsonNode> alerts, String function) {
    FunctionTotals totals = new FunctionTotals(whose(function));
    long at = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();
    for (int i = 1; i <= 12 * 35; i++) {
      totals.add(
          new Activity(
              whose(function), at + i * 5_000L, 10, 0, i > 250 ? 3 : 0, 0, 4, i % 30, false));
    }
    ReplaySpan span = new ReplaySpan(at, at + 35 * 60_000L);
    return new ReportPage(
            function, Map.of("input", function), span, Incident.of(alerts), List.of(totals), "{}")
        .html();
  }

  private static FunctionId whose(String function) {
    return new FunctionId("123456789012", "eu-west-1", function);
  }

  private static Document parsed(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page)));
  }

  private static List<Element> all(Document document, String tag) {
    NodeList nodes = document.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /** Every text but times, actions and whose the function is, without which nothing is drawn. */
  private static JsonNode poisoned(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.fieldNames().forEachRemaining(name -> object.set(name, poisoned(object.get(name))));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, poisoned(array.get(i)));
      }
    } else if (node.isTextual()
        && !node.asText().matches("2026-.*Z|open|update|resolve|123456789012|eu-west-1")) {
      return new TextNode(HOSTILE);
    }
    return node;
  }

  @Test
  void noTextBecomesMarkup() throws Exception {
    List<JsonNode> alerts = new ArrayList<>();
    for (JsonNode alert : story()) {
      alerts.add(poisoned(alert.deepCopy()));
    }
    String page = page(alerts, HOSTILE);

    Document document = parsed(page);
    Set<String> elements = new TreeSet<>();
    for (Element element : all(document, "*")) {
      elements.add(element.getTagName());
      assertThat(element.getAttribute("href")).matches("(#incident-\\d+)?");
      assertThat(element.hasAttribute("src") || element.hasAttribute("onerror")).isFalse();
    }
    assertThat(ELEMENTS).containsAll(elements);
    assertThat(page).doesNotContain("<script", "<img", "\u202E", "\u0007");
    assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(1);
    assertThat(document.getElementsByTagName("h1").item(0).getTextContent())
        .isEqualTo(HOSTILE.replace('\u202E', '\uFFFD').replace('\u0007', '\uFFFD'));
  }

  /** Nothing is fetched, and if a text became markup after all, nothing of it would run. */
  @Test
  void theBrowserIsToldToLoadAndRunNothing() throws Exception {
    assertThat(all(parsed(page(List.of(), "claims")), "meta"))
        .extracting(meta -> meta.getAttribute("content"))
        .contains("default-src 'none'; style-src 'unsafe-inline'");
    assertThat(page(story(), "claims")).doesNotContain("http://", "https://", "url(", "@import");
  }

  @Test
  void tellsWhatWasKnownWhen() throws Exception {
    Document document = parsed(page(story(), "claims"));
    assertThat(all(document, "li"))
        .extracting(step -> step.getTextContent().replaceAll("\\s+", " ").strip())
        .satisfiesExactly(
            began -> assertThat(began).isEqualTo("10:19:05 it began, as estimated afterwards"),
            page ->
                assertThat(page)
                    .startsWith("10:20:00 +55.0 s 1 page opened: claims-db runs out of connections")
                    .contains("connection share 54 %; threshold 30 %, usual 11 %; over 30 s")
                    .contains("foretold: calls are refused, at about 2026-03-02 10:20:50")
                    .contains("mutes: claims: calls fail")
                    .contains("cap the concurrency of claims: 27")
                    .contains("Side effect: calls beyond it are throttled"),
            felt ->
                assertThat(felt).isEqualTo("10:20:48 +103.9 s first felt: 32 connections refused"),
            update ->
                assertThat(update)
                    .startsWith("10:21:00 +115.0 s 2 updated: first impact: 32 refusals")
                    .contains("PostgreSQL refuses a connection")
                    .as("said before")
                    .doesNotContain("mutes:", "cap the concurrency"),
            over ->
                assertThat(over)
                    .startsWith("10:32:15 +13 min 3 resolved: refused no more")
                    .doesNotContain("PostgreSQL refuses"));
    assertThat(all(document, "section").get(0).getTextContent())
        .contains("known 55.0 s later; 48.9 s before the first effect in the logs");
  }

  @Test
  void drawsTheFunctionOfTheSubjectWithEveryMessage() throws Exception {
    Document document = parsed(page(story(), "claims"));
    assertThat(all(document, "figcaption"))
        .extracting(Element::getTextContent)
        .containsExactly(
            "claims: calls a minute, most 120; failed, most 36; concurrency below, most 29.00");
    assertThat(all(document, "path"))
        .extracting(path -> path.getAttribute("class"))
        .containsExactly("calls", "failed", "busy", "began", "told", "felt", "told", "told");
    assertThat(all(document, "span"))
        .filteredOn(span -> span.getAttribute("style").contains("left"))
        .extracting(Element::getTextContent)
        .contains("1", "2", "3", "10:20", "10:35")
        .as("nothing is known behind the last arrival")
        .doesNotContain("10:40");
  }

  /** Nothing that is unknown reads as nothing that happened, nor does little as nothing. */
  @ParameterizedTest
  @CsvSource({"0, -", "0.0003, <0.01", "7.064, 7.06"})
  void concurrencyIsANumberOnlyWhereItIsKnown(double known, String shown) throws Exception {
    FunctionTotals totals = new FunctionTotals(whose("claims"));
    totals.add(new Activity(whose("claims"), 5_000, 0, 0, 0, 0, 1, known, false));
    String page =
        new ReportPage(
                "claims", Map.of(), new ReplaySpan(0, 5_000), List.of(), List.of(totals), "{}")
            .html();
    assertThat(all(parsed(page), "td"))
        .extracting(Element::getTextContent)
        .containsExactly("claims", "0", "0", "0", "0", shown, "1");
  }

  /** A cell that is always there would take the room of the text, and two of a phone's. */
  @Test
  void evidenceIsItsTimeItsTextAndWhereItIsFrom() throws Exception {
    List<JsonNode> alerts = story();
    ((ObjectNode) alerts.get(1))
        .withArray("evidence")
        .addObject()
        .put("at", "2026-03-02T10:20:50.000Z")
        .put("text", "33 in all");
    Element table =
        all(parsed(page(alerts, "claims")), "table").stream()
            .filter(one -> one.getAttribute("class").equals("evidence"))
            .findFirst()
            .orElseThrow();
    NodeList rows = table.getElementsByTagName("tr");
    assertThat(rows.item(0).getTextContent())
        .contains("PostgreSQL refuses a connection", "/aws/lambda/claims s r-1");
    assertThat(((Element) rows.item(0)).getElementsByTagName("td").getLength()).isEqualTo(3);
    assertThat(((Element) rows.item(1)).getElementsByTagName("td").getLength()).isEqualTo(2);
  }

  @Test
  void aFunctionThatTheSubjectDoesNotNameIsNotDrawn() throws Exception {
    assertThat(all(parsed(page(story(), "catalog")), "svg")).isEmpty();
  }

  @Test
  void aQuietReplayHasAPageToo() throws Exception {
    assertThat(parsed(page(List.of(), "claims")).getDocumentElement().getTextContent())
        .contains("No incidents: nobody would have been paged.")
        .contains("All had their defaults.");
  }
}
